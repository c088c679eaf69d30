from __future__ import annotations

import oracle
import pytest
