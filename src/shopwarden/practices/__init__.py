"""The eight practices: rules, checks and data, each knowing only itself."""
