"""What people do in a newsroom, in any order, keeps its promises (`tests.portal.newsroom`): readers
see exactly what was published, no save is lost, and the log explains how things stand."""


def test_fifty_random_sequences(newsroom):
    newsroom(50)
