// SPDX-License-Identifier: Apache-2.0

// A whole text that is put to the vote, for whoever votes on one: few votes have any.

export { VoteText } from "../../shared/plan/vote-text.tsx";
