// SPDX-License-Identifier: Apache-2.0

// Worded is a step of a booking that takes words: they are kept before the act names them by their hash.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ActType, Bodies } from "../../../act/body.ts";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { parkingApi } from "../../shared/parking/api.ts";
import { useTask } from "../../shared/task.ts";
import { newTextSalt } from "../../shared/text-hash.ts";
import { SignAct } from "../signing/signing.tsx";
import { officeParkingTexts as own } from "./texts.ts";

const most = 1000; // characters (api)

type WordedProps<T extends ActType> = PageProps & {
  type: T;
  booking: string;
  make: (hash: string) => Bodies[T];
  done: () => void;
  children?: ComponentChildren;
};

export function Worded<T extends ActType>({ type, booking, make, done, children, ...of }: WordedProps<T>) {
  const [text, setText] = useState("");
  const [body, setBody] = useState<Bodies[T]>();
  const { busy, fault, run, tell } = useTask(text);
  const said = text.trim().normalize("NFC");
  const check = () =>
    said ? run(async () => setBody(make(await parkingApi.keepText(booking, newTextSalt(), said)))) : tell(say(own.write));
  if (body) {
    return (
      <>
        <p class="said">{said}</p>
        <SignAct {...of} type={type} body={body} done={done} back={() => setBody(undefined)} />
      </>
    );
  }
  const id = `reason-${type}-${booking}`;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      {children}
      <label for={id}>{say(own.reason)}</label>
      <textarea id={id} rows={3} required maxLength={most} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {fault && <Fault fault={fault} />}
      <button type="submit" class="button" disabled={busy}>
        {say(own.check)}
      </button>
    </form>
  );
}
