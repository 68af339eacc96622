"""Content for Word files in tests, and the findings in an answer."""

LEAD = "Sáng 12/3, cầu Trầm nối hai phường đón những chuyến xe đầu tiên sau ba năm thi công."
BODY = "Cầu dài 420 m, rộng 22 m, có bốn làn xe và hai lối đi bộ."
PICTURE = {"rId20": ("media/image1.jpeg", b"\xff\xd8\xff" + b"1" * 60)}
TWO = {**PICTURE, "rId21": ("media/image2.png", b"\x89PNG" + b"2" * 60)}


def found(answer: dict) -> dict[str, tuple[int, list[str]]]:
    return {each["kind"]: (each["count"], each["places"]) for each in answer["findings"]}
