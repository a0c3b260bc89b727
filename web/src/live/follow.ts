// SPDX-License-Identifier: Apache-2.0

// Following what happens on the ledger: a stream of server-sent events, which browsers take up again by themselves with
// Last-Event-ID; where no stream gets through, polling, which works behind every proxy.

// LedgerEvent is what has happened: open when following begins, as something may have happened since the page was made; turnout
// and stage of an election; reload if too much has happened to report.
export type LedgerEvent = { event: "open" | Kind; data: unknown };
export type Kind = "turnout" | "stage" | "reload" | "act" | "block" | "order";

const usual: readonly Kind[] = ["turnout", "stage", "reload"];

const opensWithin = 10_000; // ms; a proxy that holds streams back never opens one
const betweenFailures = 5000; // ms

// followLedger reports what happens in a community, or in one election of it, until signal ends it; acts, blocks and
// orders only if kinds says so.
export function followLedger(
  of: { community: string; election?: string },
  report: (event: LedgerEvent) => void,
  signal: AbortSignal,
  kinds = usual,
): void {
  const query = new URLSearchParams(of);
  if (typeof EventSource === "function") {
    stream(query, report, signal, kinds);
  } else {
    poll(query, report, signal, kinds);
  }
}

type Report = (event: LedgerEvent) => void;

function stream(query: URLSearchParams, report: Report, signal: AbortSignal, kinds: readonly Kind[]): void {
  const source = new EventSource(`/api/v1/events?${query}`);
  const end = () => {
    clearTimeout(late);
    source.close();
  };
  const giveUp = () => {
    end();
    poll(query, report, signal, kinds);
  };
  const late = setTimeout(giveUp, opensWithin);
  signal.addEventListener("abort", end);
  source.onopen = () => {
    clearTimeout(late);
    report({ event: "open", data: undefined });
  };
  source.onerror = () => source.readyState === EventSource.CLOSED && giveUp(); // else the browser tries again
  for (const event of kinds) {
    source.addEventListener(event, ({ data }) => report({ event, data: JSON.parse(data) }));
  }
}

async function poll(query: URLSearchParams, report: Report, signal: AbortSignal, kinds: readonly Kind[]): Promise<void> {
  let after: number | undefined;
  while (!signal.aborted) {
    try {
      const from = after === undefined ? "" : `&after=${after}`;
      const response = await fetch(`/api/v1/events/poll?${query}${from}`, { signal });
      if (!response.ok) {
        throw new Error(`HTTP ${response.status}`);
      }
      const { last, items } = (await response.json()) as { last: number; items: { event: string; data: unknown }[] };
      if (after === undefined) {
        report({ event: "open", data: undefined });
      }
      for (const { event, data } of items) {
        const known = kinds.find((kind) => kind === event);
        if (known) {
          report({ event: known, data });
        }
      }
      after = last;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, betweenFailures));
    }
  }
}

// seldom calls at once, and then no more than once in so many milliseconds, the last time after the last call.
export function seldom(every: number, call: () => void): () => void {
  let waiting = false;
  let again = false;
  const run = () => {
    if (waiting) {
      again = true;
      return;
    }
    waiting = true;
    again = false;
    call();
    setTimeout(() => {
      waiting = false;
      if (again) {
        run();
      }
    }, every);
  };
  return run;
}
