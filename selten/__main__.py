"""``python -m selten`` is the command ``selten``."""

from selten.cli import main

if __name__ == "__main__":
    main()
