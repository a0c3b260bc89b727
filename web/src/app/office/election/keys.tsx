// SPDX-License-Identifier: Apache-2.0

// A body's election key: made here, kept in a file and on paper, proved in the drill, published after the close.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { base64url, randomBytes } from "../../../encoding.ts";
import { answerDrill, drillContext, drillSeedSize, newDrill } from "../../../seal/drill.ts";
import {
  type ElectionKey,
  isKeyOf,
  type KeyLabel,
  keyFileSeedSize,
  newElectionKey,
  readKeyFile,
  readSheet,
  recoverySheet,
  sheetLines,
  writeKeyFile,
} from "../../../seal/election-key.ts";
import { api } from "../../shared/api.ts";
import { save } from "../../shared/files.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, useUnsaved } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { officeApi, type SealedTest } from "../api.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import type { ElectionProps } from "./props.ts";

const labelOf = ({ community, detail, me }: ElectionProps): KeyLabel => ({
  community: community.community,
  election: detail.election.election,
  body: me.session.body ?? "",
});

// Made is a new key, of which the page keeps the private part only as its file and its sheet have it.
type Made = { public: string; file: string; sheet: string };

async function make(of: ElectionProps, passphrase: string): Promise<Made> {
  const label = labelOf(of);
  const key = await newElectionKey(randomBytes(32));
  return {
    public: base64url(key.public),
    file: await writeKeyFile(key, label, passphrase, randomBytes(keyFileSeedSize)),
    sheet: await recoverySheet(key, label, of.detail.election.title, moment(Date.now() / 1000)),
  };
}

export function MakeKey(of: ElectionProps) {
  const [passphrase, setPassphrase] = useState("");
  const [made, setMade] = useState<Made>();
  const [kept, setKept] = useState(false);
  useUnsaved(made !== undefined && !kept);
  const { busy, fault, run, tell } = useTask();
  const start = () => {
    if ([...passphrase].length < 12) {
      tell(say(officeTexts.passphraseShort));
      return;
    }
    run(async () => {
      setMade(await make(of, passphrase));
      setPassphrase("");
    });
  };
  const label = labelOf(of);
  if (!made) {
    return (
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <h3>{say(officeTexts.keyMake)}</h3>
        <p>{say(officeTexts.keyMakeLead)}</p>
        {fault && <Fault fault={fault} />}
        <label for="passphrase">{say(officeTexts.passphrase)}</label>
        <input
          id="passphrase"
          type="password"
          autocomplete="new-password"
          value={passphrase}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={busy}>
          {say(officeTexts.keyMake)}
        </button>
      </form>
    );
  }
  const name = `${label.community}-${label.election}-${label.body}.key.json`;
  return (
    <div class="card">
      <p class="actions">
        <button type="button" class="button" onClick={() => save(name, made.file, "application/json")}>
          {say(officeTexts.keyDownload)}
        </button>
        <button type="button" class="button secondary" onClick={() => print()}>
          {say(officeTexts.keyPrint)}
        </button>
      </p>
      <h3>{say(officeTexts.keySheet)}</h3>
      <pre class="sheet">{made.sheet}</pre>
      <label class="choice">
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
        {say(officeTexts.keySaved)}
      </label>
      {kept && <SignAct {...of} type="election.key" body={{ election: label.election, public: made.public }} done={of.reload} />}
    </div>
  );
}

// OpenKey asks for the body's key file, or its recovery sheet, and gives its key.
function OpenKey({ opened, ...of }: ElectionProps & { opened: (key: ElectionKey) => void }) {
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState("");
  const [lines, setLines] = useState(() => Array<string>(sheetLines).fill(""));
  const { busy, fault, run, tell } = useTask();
  const fromFile = async () => {
    const read = await readKeyFile((await file?.text()) ?? "", passphrase);
    return typeof read === "string" ? say(read === "wrong-passphrase" ? officeTexts.keyWrong : officeTexts.keyNot) : read.key;
  };
  const fromSheet = async () => {
    const read = await readSheet(lines);
    return "badLine" in read ? say(officeTexts.sheetWrong, read.badLine) : read;
  };
  const open = (read: () => Promise<ElectionKey | string>) => (event: Event) => {
    event.preventDefault();
    run(async () => {
      const key = await read();
      const published = of.detail.keys.find(({ body }) => body === of.me.session.body)?.public ?? "";
      if (typeof key === "string") {
        tell(key);
      } else if (isKeyOf(key, published)) {
        opened(key);
      } else {
        tell(say(officeTexts.keyOther));
      }
    });
  };
  return (
    <>
      {fault && <Fault fault={fault} />}
      <form class="stack" onSubmit={open(fromFile)}>
        <label for="key-file">{say(officeTexts.keyFile)}</label>
        <input id="key-file" type="file" required onChange={(event) => setFile(event.currentTarget.files?.[0])} />
        <label for="key-passphrase">{say(officeTexts.passphrase)}</label>
        <input
          id="key-passphrase"
          type="password"
          autocomplete="current-password"
          required
          value={passphrase}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={busy}>
          {say(officeTexts.open1)}
        </button>
      </form>
      <details>
        <summary>{say(officeTexts.sheetOpen)}</summary>
        <form class="stack" onSubmit={open(fromSheet)}>
          {lines.map((line, i) => (
            <label key={i}>
              {say(officeTexts.sheetLine, i + 1)}
              <input
                required
                autocomplete="off"
                autocapitalize="characters"
                spellcheck={false}
                value={line}
                onInput={({ currentTarget: { value } }) => setLines(lines.map((other, at) => (at === i ? value : other)))}
              />
            </label>
          ))}
          <button type="submit" class="button" disabled={busy}>
            {say(officeTexts.open1)}
          </button>
        </form>
      </details>
    </>
  );
}

export function Unseal(of: ElectionProps) {
  const [key, setKey] = useState<ElectionKey>();
  const mine = of.detail.keys.find((known) => known.body === of.me.session.body);
  if (!mine || mine.published) {
    return null;
  }
  return (
    <div class="card">
      <h3>{say(officeTexts.unseal)}</h3>
      {key ? (
        <SignAct
          {...of}
          type="election.unseal"
          body={{ election: of.detail.election.election, private: base64url(key.private) }}
          done={of.reload}
        />
      ) : (
        <OpenKey {...of} opened={setKey} />
      )}
    </div>
  );
}

// Drill: one body sets a test, the others answer it; then one of them sets one for the first.
export function Drill(of: ElectionProps) {
  const { community, detail, me } = of;
  const { election } = detail.election;
  const sealed = useLive(() => officeApi.tests(community.community, election), `${election} ${detail.keys.length}`);
  const mine = detail.keys.find((key) => key.body === me.session.body);
  const all = sealed.value ?? [];
  // Anew, too: who published a key after the last test, or another one, needs a test for it.
  const wanted =
    !all.some((test) => test.maker === me.session.body) ||
    detail.keys.some((key) => key.body !== me.session.body && key.public && !key.drilled);
  const other = all.find((test) => test.maker !== me.session.body && test.drills[me.session.body ?? ""]);
  return (
    <>
      {wanted && <SetTest {...of} />}
      {mine?.drilled ? null : other ? <Answer {...of} test={other} /> : <p>{say(officeTexts.drillNone)}</p>}
    </>
  );
}

async function setTest({ community, detail }: ElectionProps, maker: string): Promise<{ seq: number; body: Bodies["election.test"] }> {
  const { seq } = await api.me(); // the test is sealed for its number
  const { election } = detail.election;
  const on = { community: community.community, election, net: community.net, seq: String(seq) };
  const drills = await Promise.all(
    detail.keys
      .filter((key) => key.public)
      .map((key) => newDrill(key.body, key.public, drillContext(on, maker), randomBytes(drillSeedSize))),
  );
  return { seq, body: { drills, election } };
}

function SetTest(of: ElectionProps) {
  const [test, setTestMade] = useState<{ seq: number; body: Bodies["election.test"] }>();
  const { fault, run } = useTask();
  if (test) {
    const back = () => setTestMade(undefined); // its number may be used up
    return <SignAct {...of} type="election.test" body={test.body} seq={test.seq} done={of.reload} back={back} />;
  }
  const start = () => run(() => setTest(of, of.me.session.body ?? "").then(setTestMade));
  return (
    <>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button secondary" onClick={start}>
          {say(officeTexts.test)}
        </button>
      </p>
    </>
  );
}

function Answer({ test, ...of }: ElectionProps & { test: SealedTest }) {
  const { community, detail, me } = of;
  const [token, setToken] = useState<string>();
  const { fault, run } = useTask();
  const { election } = detail.election;
  const body = me.session.body ?? "";
  const drill = test.drills[body];
  const answer = async (key: ElectionKey) => {
    if (drill) {
      const on = { community: community.community, election, net: community.net, seq: test.seq };
      setToken(await answerDrill({ body, ...drill }, key.private, drillContext(on, test.maker)));
    }
  };
  return (
    <div class="card">
      <h3>{say(officeTexts.drill, bodyName(community, test.maker))}</h3>
      {fault && <Fault fault={fault} />}
      {token ? (
        <SignAct {...of} type="election.drill" body={{ election, maker: test.maker, token }} done={of.reload} />
      ) : (
        <OpenKey {...of} opened={(key) => run(() => answer(key))} />
      )}
    </div>
  );
}
