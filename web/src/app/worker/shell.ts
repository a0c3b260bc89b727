// SPDX-License-Identifier: Apache-2.0

// The service worker of the worker's app alone: it opens the app without a connection, from what the app has put by (putBy). It never
// answers for the server's API, and with a connection the page is always the server's.

type Fetching = Event & { request: Request; respondWith: (answer: Promise<Response>) => void };

const slow = 4000; // ms, after which a page that was put by is better than one that may come

const late = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), slow));

async function page(request: Request): Promise<Response> {
  const asked = fetch(request);
  const first = await Promise.race([asked.catch(() => undefined), late()]);
  const good = first && first.status < 500; // whoever is in between may answer for a server that cannot be reached
  return (good && first) || (await caches.match(request, { ignoreVary: true })) || asked;
}

// A script's or a stylesheet's address changes with what is in it.
const part = async (request: Request): Promise<Response> => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

addEventListener("fetch", (event) => {
  const { request, respondWith } = event as Fetching;
  const { origin, pathname } = new URL(request.url);
  const answer = (by: (request: Request) => Promise<Response>) => respondWith.call(event, by(request));
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) {
    return;
  }
  if (request.mode === "navigate") {
    answer(page);
  } else if (pathname.startsWith("/assets/") || pathname.endsWith(".css")) {
    answer(part);
  }
});
