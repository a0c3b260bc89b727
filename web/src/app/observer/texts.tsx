// SPDX-License-Identifier: Apache-2.0

// On a vote's page: the whole texts that are put to the vote, each held by this browser against its hash on the ledger.

import { render } from "preact";
import { VoteText } from "../shared/plan/vote-text.tsx";

for (const place of document.querySelectorAll<HTMLElement>("[data-text]")) {
  const { text = "", community = "" } = place.dataset;
  place.replaceChildren();
  render(<VoteText community={community} hash={text} />, place);
}
