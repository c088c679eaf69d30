"""Run the command line with `python -m shopwarden`."""

from shopwarden.cli import run

if __name__ == "__main__":
    raise SystemExit(run())
