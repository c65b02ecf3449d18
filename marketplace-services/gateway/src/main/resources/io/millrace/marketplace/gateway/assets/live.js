'use strict';

// Draws the order anew as soon as something has happened to it, and once more when read model and mail have followed.
(() => {
  const path = /^\/orders\/[0-9a-f-]{36}/.exec(location.pathname);
  if (!path || !window.EventSource) return;

  const redraw = () => {
    const live = document.getElementById('live');
    const url = live.getAttribute('hx-get') || path[0] + '/live';
    htmx.ajax('GET', url, {source: live, target: live, swap: 'outerHTML'});
  };

  let news = null;
  const listen = () => {
    if (document.hidden) {
      news?.close();
      news = null;
    } else if (!news) {
      news = new EventSource('/api/notifications?orderId=' + path[0].substring('/orders/'.length));
      news.onmessage = () => [0, 1500].forEach(delay => setTimeout(redraw, delay));
    }
  };

  // A browser has few connections to one server: only a page that is looked at keeps one.
  document.addEventListener('visibilitychange', listen);
  listen();
})();
