"""What several views of one revision share, worked out once for all of them."""

from hub.domain.floor import Floor
from hub.domain.views.cards import Texts


class SharedParts:
    """The parts of the views of a floor as it stands: to be made anew once the floor has changed."""

    def __init__(self, floor: Floor, texts: Texts) -> None:
        self.floor = floor
        self.texts = texts
