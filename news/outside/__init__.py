"""Pages elsewhere to which articles lead: whether they are still there.

The worker finds their addresses in articles (`finding`) and asks them one after the other, in a
thread beside its other chores (`asking`, `work`); what it learns stands in `OutsideLink`, and
`news.checks` says it beside the form. No request ever waits for a site elsewhere.
"""
