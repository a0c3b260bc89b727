// SPDX-License-Identifier: Apache-2.0

// From a letter's code to a passkey on the ledger: who am I, make the key, sign, wait for two officers.

import { useEffect, useState } from "preact/hooks";
import { encode, type Signed, shown, validity } from "../../act/act.ts";
import { fromHex } from "../../encoding.ts";
import { type CodeFault, type InviteCode, invitePublic, readCode, signWithCode, writeCode } from "../../invite/invite.ts";
import { create } from "../../passkey/create.ts";
import { thisDevice, unsupported } from "../../passkey/device.ts";
import { sign } from "../../passkey/sign.ts";
import { referenceOf } from "../../receipt/reference.ts";
import { type Following, follow } from "../shared/acts.ts";
import { api, type Community, type Invitation, Problem, type Proof } from "../shared/api.ts";
import { now } from "../shared/clock.ts";
import { explain, explainNotDone } from "../shared/faults.ts";
import { moment, say } from "../shared/language.ts";
import { Fault, Help, Page, start, useHere, useLoaded, Waiting } from "../shared/page.tsx";
import { forgetUnsigned, keepMade, keptKiosk, keptMade, type Made } from "../shared/storage.ts";
import { texts } from "../shared/texts.ts";
import { unescaped } from "../shared/unescaped.ts";
import { Unbroken } from "./unbroken.tsx";

// fromLink takes the code out of the address, so that neither history nor a shared link keeps it. It stays there where the page can
// only be opened elsewhere: "open in the browser" has to take it along.
function fromLink(): string {
  const { hash } = location;
  if (hash.length > 1 && !unsupported(thisDevice())) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return unescaped(hash.slice(1));
}

// codeIn is the code in what somebody typed or pasted: without the link before it, and what other programs put into links.
const codeIn = (text: string): string =>
  unescaped(text.slice(text.lastIndexOf("#") + 1))
    .normalize("NFKC")
    .replace(/^code=|[\p{P}\p{Z}\p{C}]/gu, "");

let letter = fromLink(); // its code, as long as the page is open

async function proofOf(community: string, code: InviteCode): Promise<Proof> {
  const at = now();
  const { signature } = await signWithCode(code, `linli/enrolment/v2\n${location.origin}\n${community}\n${at}`);
  return { community, code: await invitePublic(code), at, proof: signature };
}

type Known = { community: Community; code: InviteCode; invitation: Invitation };

// refusedText says that a letter cannot be used only where that is what the server says.
const refusedText = (error: unknown): string =>
  error instanceof Problem && (["bad-proof", "code-used"].includes(error.kind) || error.code.startsWith("CODE_"))
    ? say(texts.letterRefused, explain(error))
    : explain(error);

// For is the person who is being registered.
const For = ({ greeting, house }: Invitation) => (
  <p class="whose">
    {say(texts.whose)} {greeting} <Unbroken text={house} />
  </p>
);

// Letters shows the letter whose link was opened last, also in a page that is open.
function Letters() {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const changed = () => {
      if (location.hash.length > 1) {
        letter = fromLink();
        setTurn((last) => last + 1);
      }
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return <Enrol key={turn} />;
}

function Enrol() {
  const [known, setKnown] = useState<Known>();
  const [sure, setSure] = useState<boolean>();
  const [made, setMade] = useState<Made>();
  const [where, setWhere] = useState<Following>();
  if (unsupported(thisDevice())) {
    return (
      <Page title={say(texts.elsewhere)}>
        <p>{say(texts.elsewhereLead)}</p>
        <Help />
      </Page>
    );
  }
  if (!known) {
    return <Letter found={setKnown} />;
  }
  if (sure === undefined) {
    return <Who known={known} answer={setSure} />;
  }
  if (!sure) {
    return (
      <Page title={say(texts.whoNo)}>
        <p class="note warn">{say(texts.whoNotMe)}</p>
        <p class="actions">
          <button type="button" class="button secondary" onClick={() => setSure(undefined)}>
            {say(texts.back)}
          </button>
        </p>
      </Page>
    );
  }
  const step = made ? <SignEnrolment known={known} made={made} tell={setWhere} /> : <MakePasskey known={known} made={setMade} />;
  return (
    <>
      <For {...known.invitation} />
      {where?.kind === "on-ledger" ? <Registered known={known} number={referenceOf(fromHex(where.receipt.act))} /> : step}
    </>
  );
}

const faultTexts: { [fault in CodeFault]: keyof typeof texts } = {
  empty: "faultEmpty",
  "bad-character": "faultCharacter",
  "wrong-length": "faultLength",
  mistyped: "faultMistyped",
};

type Place = { community: string; name: string };

// placeOfLink is the community that a letter's link names, or the only one there is.
function placeOfLink(places: Place[]): string | undefined {
  const named = new URLSearchParams(location.search).get("c");
  const only = places.length === 1 ? places[0] : undefined;
  return (places.find(({ community }) => community === named) ?? only)?.community;
}

function Letter({ found }: { found: (known: Known) => void }) {
  const read = readCode(codeIn(letter));
  const scanned = typeof read !== "string";
  const [typed, setTyped] = useState(scanned ? writeCode(read) : letter);
  const [place, setPlace] = useState("");
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const communities = useLoaded(api.communities, "");
  const places = communities.value?.items ?? [];
  const linked = placeOfLink(places);
  const chosen = place || (linked ?? places[0]?.community);

  const look = async () => {
    const text = codeIn(typed);
    const code = readCode(text);
    if (typeof code === "string") {
      setFault(say(texts[faultTexts[code]], code === "bad-character" ? (/[^0-9A-TV-Z]/iu.exec(text)?.[0] ?? "") : text.length));
      return;
    }
    setBusy(true);
    setFault(undefined);
    try {
      const community = await api.community(chosen ?? "");
      const invitation = await api.lookUp(await proofOf(community.community, code));
      forgetUnsigned(); // by whoever was signed in here: the server has ended his session
      if (invitation.onLedger) {
        letter = writeCode(code);
        found({ community, code, invitation });
        return;
      }
      setFault(say(texts.letterNotYet));
    } catch (error) {
      setFault(refusedText(error));
    }
    setBusy(false);
  };
  // A scanned letter needs nothing typed.
  const alone = scanned && linked !== undefined;
  useEffect(() => {
    if (alone) {
      look();
    }
  }, [alone]);

  if (communities.fault) {
    return (
      <Page title={say(texts.letterTitle)}>
        <Fault fault={communities.fault} retry={communities.reload} />
      </Page>
    );
  }
  return (
    <Page title={say(texts.letterTitle)}>
      <p>{say(texts.letterLead)}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        {places.length > 1 && <Places places={places} chosen={chosen ?? ""} choose={setPlace} />}
        <label for="code">{say(texts.letterCode)}</label>
        {fault && (
          <p class="error" id="code-fault" role="alert">
            {fault}
          </p>
        )}
        <input
          id="code"
          value={typed}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? "code-fault" : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {busy ? <Waiting>{say(texts.looking)}</Waiting> : null}
        <button class="button" type="submit" disabled={busy || !chosen}>
          {say(texts.letterGo)}
        </button>
      </form>
      <Help />
    </Page>
  );
}

function Places(props: { places: Place[]; chosen: string; choose: (place: string) => void }) {
  return (
    <>
      <label for="place">{say(texts.letterPlace)}</label>
      <select id="place" value={props.chosen} onChange={(event) => props.choose(event.currentTarget.value)}>
        {props.places.map(({ community, name }) => (
          <option key={community} value={community}>
            {name} ({community})
          </option>
        ))}
      </select>
    </>
  );
}

function Who({ known, answer }: { known: Known; answer: (sure: boolean) => void }) {
  const { invitation, community } = known;
  return (
    <Page title={say(texts.whoTitle)}>
      <dl class="facts">
        <div>
          <dt>{say(texts.letterPlace)}</dt>
          <dd>{community.name}</dd>
        </div>
        <div>
          <dt>{say(texts.whoName)}</dt>
          <dd>{invitation.greeting}</dd>
        </div>
        <div>
          <dt>{say(texts.whoHouse)}</dt>
          <dd>
            <Unbroken text={invitation.house} />
          </dd>
        </div>
        <div>
          <dt>{say(texts.whoExpires)}</dt>
          <dd>{say(texts.until, moment(invitation.expires))}</dd>
        </div>
      </dl>
      <p class="actions">
        <button type="button" class="button" onClick={() => answer(true)}>
          {say(texts.whoYes)}
        </button>
        <button type="button" class="button secondary" onClick={() => answer(false)}>
          {say(texts.whoNo)}
        </button>
      </p>
    </Page>
  );
}

function MakePasskey({ known, made }: { known: Known; made: (key: Made) => void }) {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    const { community } = known.community;
    const { person, house } = known.invitation;
    setBusy(true);
    setFault(undefined);
    try {
      const { publicKey } = await api.beginPasskey(await proofOf(community, known.code));
      const outcome = await create(thisDevice(), publicKey, keptKiosk() !== undefined);
      if (outcome.kind === "created") {
        const { credential, passkey, answer } = outcome;
        keepMade(community, person, { credential, passkey });
        await api.finishPasskey(answer, house);
        made({ credential, passkey });
        return;
      }
      const before = outcome.kind === "exists" ? keptMade(community, person) : undefined;
      if (before) {
        made(before); // made by this letter, or one before, and never signed for
        return;
      }
      setFault(explainNotDone(outcome));
    } catch (error) {
      setFault(explain(error));
    }
    setBusy(false);
  };
  return (
    <Page title={say(texts.passkeyTitle)}>
      <p>{say(texts.passkeyLead)}</p>
      <p>{say(texts.passkeyTwo)}</p>
      {fault && <Fault fault={fault} />}
      {busy && <Waiting>{say(texts.passkeyMaking)}</Waiting>}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={make}>
          {say(texts.passkeyMake)}
        </button>
      </p>
      <Help />
    </Page>
  );
}

// enrolment writes and signs the act, twice if the passkey's backup flag turns out otherwise than it said when it was made.
async function enrolment({ community, code, invitation }: Known, made: Made) {
  let be = made.passkey.be;
  for (;;) {
    const text = encode(
      "credential.enrol",
      { code: await invitePublic(code), passkey: { ...made.passkey, be }, person: invitation.person },
      {
        by: made.credential,
        community: community.community,
        disp: await shown(say(texts.enrolShown, community.name)),
        net: community.net,
        seq: "1",
        ...validity(now()),
      },
    );
    const outcome = await sign(thisDevice(), community.rp.id, made.credential, text);
    if (outcome.kind !== "signed") {
      return outcome;
    }
    if (outcome.flags.backupEligible === be) {
      const signed: Signed = { act: text, signatures: [outcome.signature, await signWithCode(code, text)] };
      return { kind: "signed" as const, signed };
    }
    be = outcome.flags.backupEligible;
  }
}

function SignEnrolment(props: { known: Known; made: Made; tell: (where: Following) => void }) {
  const { known, made, tell } = props;
  const here = useHere();
  const [fault, setFault] = useState<string>();
  const [step, setStep] = useState<"" | "signing" | Following["kind"]>("");
  const go = async () => {
    setFault(undefined);
    setStep("signing");
    try {
      const outcome = await enrolment(known, made);
      if (outcome.kind !== "signed") {
        setFault(explainNotDone(outcome));
        setStep("");
        return;
      }
      const where = await follow(outcome.signed, (now) => setStep(now.kind), here);
      if (where.kind === "refused") {
        setFault(refusedText(where.problem));
        setStep("");
        return;
      }
      if (where.kind === "on-ledger") {
        keepMade(known.community.community, known.invitation.person, undefined);
        tell(where);
      }
    } catch (error) {
      setFault(explain(error));
      setStep("");
    }
  };
  const says = { signing: texts.passkeyMaking, sending: texts.enrolSending, unknown: texts.unknownTitle } as const;
  return (
    <Page title={say(texts.signTitle)}>
      <p>{say(texts.signLead)}</p>
      {fault && <Fault fault={fault} />}
      {step in says && <Waiting>{say(says[step as keyof typeof says])}</Waiting>}
      <p class="actions">
        <button type="button" class="button" disabled={step !== ""} onClick={go}>
          {say(texts.signGo)}
        </button>
      </p>
      <Help />
    </Page>
  );
}

function Registered({ known, number }: { known: Known; number: string }) {
  return (
    <Page title={say(texts.enrolDone)}>
      <p class="big done-head">{say(texts.pendingTitle)}</p>
      <p>{say(texts.pendingText)}</p>
      <h2>{say(texts.receipt)}</h2>
      <p class="number">{number}</p>
      <p class="actions">
        <a class="button" href={`/c/${known.community.community}/my`}>
          {say(texts.myTitle)}
        </a>
      </p>
    </Page>
  );
}

start(
  () => <Letters />,
  () => letter,
);
