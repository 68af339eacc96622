from tests.media.proof_library import *
def test_plan(client, library):
    from django.test.utils import CaptureQueriesContext
    library.is_superuser=True; library.save(); client.force_login(library)
    for a in ("list, search, three words",):
        client.get(PAGES[a])
        with CaptureQueriesContext(connection) as c:
            t=time.process_time(); r=client.get(PAGES[a]); print(a,(time.process_time()-t)*1000, r.context["cl"].result_count)
        for q in c.captured_queries: 
            if "folded" in q["sql"]:
                print(q["time"], q["sql"][:60], q["sql"][-160:])
                with connection.cursor() as cur:
                    cur.execute(("EXPLAIN ANALYZE " if connection.vendor=="postgresql" else "EXPLAIN QUERY PLAN ")+q["sql"]); [print("   ",r) for r in cur.fetchall()]
    print(sum(1 for p in Photo.objects.matching("benh vien phuong")))
