// SPDX-License-Identifier: Apache-2.0

// What the service worker needs to open the app without a connection: this page, its scripts and its stylesheets.

const name = "linli-work";

const isPart = (address: string): boolean => {
  const { origin, pathname } = new URL(address);
  return origin === location.origin && (pathname.startsWith("/assets/") || pathname.endsWith(".css"));
};

// putBy keeps them as they are now, and forgets those of an older app. Where it fails the app works with a connection only.
export async function putBy(): Promise<void> {
  const [page = ""] = location.href.split("#");
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const wanted = [page, ...new Set(loaded.filter(isPart))];
  const cache = await caches.open(name);
  await cache.addAll(wanted);
  for (const { url } of await cache.keys()) {
    if (!wanted.includes(url)) {
      await cache.delete(url);
    }
  }
}

// opensWithoutConnection has the browser open the app of a community from what was put by.
export async function opensWithoutConnection(community: string): Promise<void> {
  await navigator.serviceWorker.register(`/c/${community}/work-shell.js`, { scope: `/c/${community}/work` });
  await putBy();
}
