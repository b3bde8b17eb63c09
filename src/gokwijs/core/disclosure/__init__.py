"""Stage 5: the one gate through which every table leaves a school."""
