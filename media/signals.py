"""What happens in the library, for upper floors; each within the transaction of the change."""

from django.dispatch import Signal

# The renditions of `photo` (its id) are there: pages show others of its files than before. Pages
# tagged with the photo have been purged.
photo_rendered = Signal()
