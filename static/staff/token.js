/* The token of what scripts send. Signing in again, perhaps in another tab, changes it: the cookie has
   the one in force, under Django's own name for it. Where the admin has a host of its own, that name
   has a prefix, and a page elsewhere may have set one without. */
window.csrfToken = function (shown) {
  "use strict";

  var kept = document.cookie;
  var found = kept.match(/(?:^|; )__Host-csrftoken=([^;]*)/) || kept.match(/(?:^|; )csrftoken=([^;]*)/);
  return found ? found[1] : shown;
};
