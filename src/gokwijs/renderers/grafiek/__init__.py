"""One definition of a chart, drawn as SVG on the server: page, print and download alike."""
