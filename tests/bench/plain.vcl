vcl 4.1;

# Varnish as a plain page cache, without purging: only for what a hit costs.
backend default {
    .host = "127.0.0.1";
    .port = "@PORT@";
}

sub vcl_backend_response {
    if (beresp.status == 200 && bereq.url !~ "^/admin/") {
        set beresp.ttl = 1h;
        set beresp.grace = 0s;
        return (deliver);
    }
}
