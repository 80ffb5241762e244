"""How Sphinx builds the documentation site: ``sphinx-build -W -b html docs site``. Nothing comes from a network."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

from selten import __version__

project = "selten"
author = "the authors of selten"
copyright = author
version = release = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "mathml",
    "api_pages",
    "api_links",
    "plain_text",
    "file_names",
]
exclude_patterns = ["extensions", "examples", "**.ipynb_checkpoints"]
source_suffix = {".md": "myst-nb", ".rst": "restructuredtext", ".ipynb": "myst-nb"}

myst_enable_extensions = ["colon_fence", "dollarmath", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure"]  # a block that no lexer reads is shown plain
nb_execution_mode = "off"  # the notebooks run in the tests, and are committed with what they print

napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 90

html_theme = "furo"
html_title = "selten"
html_static_path = ["static"]
html_css_files = ["selten.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
