vcl 4.1;

# The portal behind Varnish, which keeps its pages and drops them by their tags.
#
# Varnish keeps what the portal says may be kept (Surrogate-Control), for as long as it says so, and
# nothing else. deploy/README.md says how both are started; http_gzip_support must be off, or
# Varnish asks for gzip in the name of all readers and nobody is given brotli.

import directors;
import std;
import xkey;

probe healthz {
    .url = "/healthz";
    .interval = 1s;
    .timeout = 2s;
    .window = 3;
    .threshold = 2;
    .initial = 3;
}

backend first {
    .host = "127.0.0.1";
    .port = "8000";
    # Large uploads are looked at before staff are answered.
    .first_byte_timeout = 120s;
    .probe = healthz;
}

# A second machine that runs the portal (deploy/README.md). Where there is none it may stand here: it is
# seen to be away, and asked for nothing.
backend second {
    .host = "127.0.0.1";
    .port = "8001";
    .first_byte_timeout = 120s;
    .probe = healthz;
}

sub vcl_init {
    # The second is asked while the first is away. (round_robin in place of fallback shares the work.)
    new portal = directors.fallback();
    portal.add_backend(first);
    portal.add_backend(second);
}

# The machines that the portal runs on: who publishes purges.
acl purgers {
    "127.0.0.1";
    "::1";
}

# What ends TLS in front of Varnish (deploy/nginx): only it is believed that a reader came by https.
acl fronts {
    "127.0.0.1";
    "::1";
}

# Only parts of a query that some page looks at make it another page: those of these names, which a
# test compares with what the views ask for. The rest (utm_source, fbclid) is dropped.
sub known_query {
    if (req.url !~ "\?") {
        return;
    }
    # Each part with an & before it. A name that is spelt with a % may well be one of these.
    set req.http.X-Query = regsuball("&" + regsub(req.url, "^[^?]*\?", ""),
        "&(?![^=&]*%)(?!(?:den|ma|muc|ngay|q|sau|tac-gia|trang|truoc|tu)(?:[=&]|$))[^&]*", "");
    set req.url = regsub(req.url, "\?.*$", "") + regsub(req.http.X-Query, "^&", "?");
    # Of several of one name the last one counts: these stay in their order. So do those that are
    # too long to be kept, in which a repeated name would be costly to find.
    if (req.http.X-Query ~ "^.{0,1000}$" && req.http.X-Query !~ "&[^=&]*%"
        && req.http.X-Query !~ "&([^=&]++).*&\1(?:[=&]|$)") {
        set req.url = std.querysort(req.url);
    }
    unset req.http.X-Query;
}

sub vcl_recv {
    set req.backend_hint = portal.backend();
    unset req.http.X-Old;
    if (req.restarts == 0) {
        unset req.http.X-Away;
    }

    if (req.method == "PURGE") {
        # Varnish has added the address of its client to X-Forwarded-For: a comma means that a
        # front, perhaps on the portal's own machine, passes on what a reader sent.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(405));
        }
        if (req.http.Xkey-Purge) {
            set req.http.X-Dropped = xkey.purge(req.http.Xkey-Purge);
        }
        if (req.http.Xkey-Softpurge) {
            set req.http.X-Dropped = xkey.softpurge(req.http.Xkey-Softpurge);
        }
        return (synth(200));
    }

    # Nothing stands there, and its query might be more than Varnish has the memory to read.
    if (req.url ~ "^.{8000}") {
        return (synth(414));
    }

    # X-Forwarded-For stays as it came, with our client's address at its end: the portal reads it
    # from the right, past those in TRUSTED_PROXIES.
    if (client.ip !~ fronts) {
        unset req.http.X-Forwarded-Proto;
    }

    # Staff's and reviewers' pages are of one reader each; files are read from disk, and would push
    # pages out.
    if ((req.method != "GET" && req.method != "HEAD") || req.url ~ "^/(admin|static|tep|xem-duyet)(/|\?|$)") {
        return (pass);
    }

    # A public page is the same for everybody. What one reader sends must not make it another.
    unset req.http.Cookie;
    unset req.http.Authorization;
    set req.http.Host = std.tolower(req.http.Host);
    call known_query;

    # The three ways in which the portal packs a page, instead of the hundred in which browsers ask.
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])br(?! *; *q=0(\.0*)? *(,|$))([,; ]|$)") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "(?i)(^|[, ])gzip(?! *; *q=0(\.0*)? *(,|$))([,; ]|$)") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }

    # While the portal answers, nothing is shown past its time or after its purge, not even once.
    # While it does not, everything that was not dropped for good is.
    set req.grace = 0s;
    if (req.http.X-Away || !std.healthy(req.backend_hint)) {
        set req.grace = 24h;
    }
    set req.http.X-Kept = "1";
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    hash_data(req.http.Host);
    # Plain http may be answered with a redirect to https.
    hash_data(req.http.X-Forwarded-Proto);
    return (lookup);
}

sub vcl_hit {
    if (obj.ttl <= 0s) {
        set req.http.X-Old = "1";
    }
}

sub vcl_backend_fetch {
    unset bereq.http.X-Away;
    unset bereq.http.X-Old;
    unset bereq.http.X-Kept;
}

sub vcl_backend_response {
    if (beresp.status >= 500 && !bereq.uncacheable) {
        # Not even for a moment: it would stand before an old page that may be shown instead.
        if (bereq.is_bgfetch) {
            return (abandon);
        }
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.uncacheable = true;
    } elsif (beresp.http.Surrogate-Control ~ "max-age=[1-9]" && !bereq.uncacheable) {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*max-age=(\d+).*$", "\1s"), 0s);
        set beresp.grace = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*stale-if-error=(\d+).*$", "\1s"), 0s);
        set beresp.keep = 0s;
        set beresp.http.xkey = beresp.http.Surrogate-Key;
    } else {
        # A page that is just changing, say. Who asks within this second need not wait for one
        # another; the first answer that may be kept ends it.
        set beresp.ttl = 1s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.uncacheable = true;
    }
    # Not kept with the page: when it is asked for anew and found unchanged (304), Varnish adds what
    # it has kept to what was answered, and an old permission would pass for a new one.
    unset beresp.http.Surrogate-Control;
    unset beresp.http.Surrogate-Key;
    unset beresp.http.Cache-Tag;
    return (deliver);
}

sub vcl_backend_error {
    if (bereq.is_bgfetch) {
        return (abandon);
    }
    # Until the probe has noticed, what is only read is asked of the second at once. A form is not:
    # the first may have taken it before it went.
    if (bereq.retries == 0 && (bereq.method == "GET" || bereq.method == "HEAD")) {
        set bereq.backend = second;
        return (retry);
    }
    set beresp.http.Content-Type = "text/plain; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "30";
    set beresp.body = {"Cổng tin tạm thời chưa trả lời được. Xin quý vị thử lại sau ít phút.
"};
    return (deliver);
}

sub vcl_deliver {
    # The probe needs a moment to notice. Until then an old page is better than none, too.
    if (resp.status == 503 && req.http.X-Kept && req.restarts == 0) {
        set req.http.X-Away = "1";
        return (restart);
    }
    if (req.http.X-Old) {
        set resp.http.Portal-Old = "1";
    }
    unset resp.http.Via;  # which names this machine and its version
    unset resp.http.xkey;
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
}
