from home.pages import HomePage, StandardPage
from home.support import SupportEntry

__all__ = ["HomePage", "StandardPage", "SupportEntry"]
