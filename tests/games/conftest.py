"""Property tests here have no time limit an example: the machine may be busy."""

from hypothesis import settings

settings.register_profile("selten", deadline=None, max_examples=60)
settings.load_profile("selten")
