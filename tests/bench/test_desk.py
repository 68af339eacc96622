"""The benchmark reads and sends forms as a browser does."""

from email import message_from_bytes

from tests.bench.desk import Form, packed

PAGE = """
<form method="get"><input name="q" value="no"><textarea name="also">no</textarea></form>
<form method="post" id="article_form">
<input type="hidden" name="csrfmiddlewaretoken" value="abc">
<input name="title" value="Cầu &amp; đường"><input type="checkbox" name="off">
<input type="checkbox" name="on" checked><input type="radio" name="which" value="1">
<input type="radio" name="which" value="2" checked><input type="file" name="file">
<textarea name="body">
&lt;p&gt;Một&lt;/p&gt;
hai</textarea>
<select name="section"><option value="">-</option>
<option value="3" selected>Kinh tế</option></select>
<select name="genre"><option value="news">Tin</option><option value="report">Bài</option></select>
<input type="submit" name="_save" value="Lưu"><button name="_step">Đăng</button>
</form>
<form method="post"><input name="other" value="form"></form>
"""


def test_what_a_browser_would_send_is_read():
    assert Form(PAGE).fields == {
        "csrfmiddlewaretoken": "abc",
        "title": "Cầu & đường",
        "on": "on",
        "which": "2",
        "body": "<p>Một</p>\nhai",
        "section": "3",
        "genre": "news",
    }


def test_a_file_goes_with_its_fields():
    body, kind = packed({"alt": "Bến cảng"}, ("file", b"\xff\xd8\r\n--"))

    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).get_payload()
    assert [part.get_param("name", header="Content-Disposition") for part in parts] == [
        "alt",
        "file",
    ]
    assert [part.get_payload(decode=True) for part in parts] == [
        "Bến cảng".encode(),
        b"\xff\xd8\r\n--",
    ]
