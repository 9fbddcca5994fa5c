"""Demonstration data: fictional, marked on every page, never beside real figures."""

from committees.demonstration import DEMO_ACT, is_demo

__all__ = ["DEMO_ACT", "is_demo"]
