// SPDX-License-Identifier: Apache-2.0

// What moved last in the accounts of my homes, each with the evidence of it for whoever asks for one.

import { Evidence } from "../../../shared/evidence-button.tsx";
import { moment, say } from "../../../shared/language.ts";
import type { Mine } from "./api.ts";
import { causeTexts, pointsTexts } from "./texts.ts";

type Move = Mine["moves"][number];

export const Moves = ({ moves, community }: { moves: readonly Move[]; community: string }) =>
  moves.length === 0 ? null : (
    <section>
      <h2>{say(pointsTexts.moves)}</h2>
      <p class="small">{say(pointsTexts.movesLead, moves.length)}</p>
      {moves.map((move) => (
        <details class="card" key={`${move.unit} ${move.transfer}`}>
          <summary>{moveText(move)}</summary>
          <Evidence community={community} of="transfer" id={move.transfer} />
        </details>
      ))}
    </section>
  );

// moveText says when points moved, how many and for what. Those that a voucher held moved in no account.
function moveText({ at, cause, about, change, held }: Move): string {
  const many = change === 0 ? say(pointsTexts.movedHeld, Math.abs(held)) : say(pointsTexts.moved, change > 0 ? `+${change}` : `${change}`);
  return [moment(at), say(causeTexts[cause]), about, many].filter(Boolean).join(" · ");
}
