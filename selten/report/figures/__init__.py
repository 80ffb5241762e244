"""Every figure of the project: one call each, which returns the axes, with a sister that says the same in words.

``draw_NAME(subject, *, axes=None, ...)`` draws, ``describe_NAME(subject, ...)`` describes; ``save`` and ``svg_text`` of
:mod:`selten.report.figures.style` write files and elements of pages. Matplotlib is loaded at the first drawing.
"""
