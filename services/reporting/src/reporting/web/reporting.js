// Live figures: replaces the figures by those that the server sends. The page is complete without this script.
"use strict";
for (const place of document.querySelectorAll("[data-live]")) {
  const source = new EventSource(place.dataset.live);
  const show = (html) => { place.innerHTML = html; };
  source.addEventListener("figures", (news) => {
    if (!place.contains(document.activeElement)) { show(news.data); return; }
    // while keyboard focus is inside the figures, wait with the replacement until it leaves them
    place.addEventListener("focusout", () => show(news.data), { once: true });
  });
  addEventListener("pagehide", () => source.close());
}
