"""Invented texts in the forms that editors send; no real person or place is meant."""

NBSP = "\u00a0"

# The form of a city portal's print view: no-break spaces inside and at the ends of lines, a caption
# on two lines with a no-break space before the break, a hyphen without a space before it in the
# signature.
LEAD = (
    f"Chiều{NBSP}12/9, tại Nhà văn hóa phường Bến Sen, Ban Quản lý chợ phối hợp với Hội Nông dân"
    " tổ chức buổi gặp mặt các hộ trồng sen – “những người giữ hồ” của phường (2021 – 2026)."
)
PARAGRAPH = (
    "Theo báo cáo, diện tích mặt nước năm nay là 1.240 ha, vượt 3,5% so với kế hoạch; các hộ đã"
    f" uỷ quyền cho hợp tác xã ký 18 hợp đồng bao tiêu.{NBSP}"
)
CAPTION = f"Bà con phường Bến Sen thu hoạch sen sớm trên hồ Hạ{NBSP}\nvà giới thiệu nghề ướp trà"
SIGNATURE = f"{NBSP}Lê Bến- congtin.example"

PRINT_VIEW = (
    f"<p>{LEAD}</p>"
    '<figure data-photo="7"><figcaption>Quang cảnh buổi gặp mặt</figcaption></figure>'
    f"<p>{PARAGRAPH}</p>"
    f'<figure data-photo="8"><figcaption>{CAPTION.replace(chr(10), "<br>")}'
    "<cite>Ảnh: PV</cite></figcaption></figure>"
    f"<p>{SIGNATURE}</p>"
)
PRINT_VIEW_TEXTS = [
    LEAD,
    "Quang cảnh buổi gặp mặt",
    PARAGRAPH,
    CAPTION,
    "Ảnh: PV",
    SIGNATURE,
]

WORD_PASTE = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:13.0pt;} --></style></head>
<body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify;text-indent:36.0pt'><b style='mso-bidi-font-weight:
normal'><span lang=VI style='font-size:14.0pt;font-family:"Times New Roman"'>Điều 1.</span></b><span
lang=VI style='font-size:14.0pt'> Mở tuyến xe buýt số 9<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'>-<span style='font:7.0pt'>&nbsp;&nbsp; </span></span><![endif]><span
style='font-weight:bold'>Giờ chạy:</span> từ 5h30 đến 21h00</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'>
 <tr style='mso-yfti-irow:0'>
  <td width=208 valign=top style='width:155.8pt'><p class=MsoNormal>Bến</p></td>
  <td width=208 colspan="2"><p class=MsoNormal>Giờ</p></td>
 </tr>
</table>
<!--EndFragment--></body></html>
"""
WORD_CLEANED = (
    "<p><strong>Điều 1.</strong> Mở tuyến xe buýt số 9</p>"
    f"<p>-{NBSP}{NBSP} <strong>Giờ chạy:</strong> từ 5h30 đến 21h00</p>"
    '<table><tbody><tr><td>Bến</td><td colspan="2">Giờ</td></tr></tbody></table>'
)

# "Ủy ban nhân dân thành phố họp thường kỳ", typed in a TCVN3 font: in Unicode these are Latin-1
# letters, with a soft hyphen for ư.
TCVN3 = "Uû ban nh©n d©n thµnh phè häp th\u00adêng kú"
