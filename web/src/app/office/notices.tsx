// SPDX-License-Identifier: Apache-2.0

// Posting a public notice (公告) of one's body.

import { useState } from "preact/hooks";
import { int } from "../../act/act.ts";
import type { Bodies } from "../../act/body.ts";
import { noticeDays, noticeTitle } from "../../act/rules.ts";
import { Back } from "../shared/back.tsx";
import { now } from "../shared/clock.ts";
import { hashOfFile } from "../shared/files.ts";
import { say, type Text } from "../shared/language.ts";
import { Fault, Page } from "../shared/page.tsx";
import type { PageProps } from "../shared/page-props.ts";
import { useTask } from "../shared/task.ts";
import { SignAct } from "./signing/signing.tsx";

export const noticeTexts = {
  title: ["发布公告", "Post a public notice"],
  lead: [
    "标题会显示在小区主页和订阅里。正文是一个文件，由您张贴或发送；账本只记它的 SHA-256，谁手里有一份都可以核对。",
    "The title is shown on the community's page and in the feed. The text is a file, which you put up or send; the ledger keeps its SHA-256, so that anybody can check a copy.",
  ],
  head: ["标题（最多 {0} 个字）", "Title ({0} characters at most)"],
  file: ["正文文件", "File of the text"],
  days: ["显示几天（1 至 {0}）", "Shown for how many days (1 to {0})"],
  check: ["看一遍再签字", "Look it over, then sign"],
  posted: ["去看小区主页", "See the community's page"],
} as const satisfies { [name: string]: Text };

export function Notices(of: PageProps) {
  const [body, setBody] = useState<Bodies["notice.post"]>();
  const [posted, setPosted] = useState(false);
  return (
    <Page title={say(noticeTexts.title)}>
      <p>{say(noticeTexts.lead)}</p>
      {body && <SignAct {...of} type="notice.post" body={body} done={() => setPosted(true)} back={() => setBody(undefined)} />}
      {posted && (
        <p>
          <a href={`/c/${of.community.community}`}>{say(noticeTexts.posted)}</a>
        </p>
      )}
      <div hidden={body !== undefined}>
        <Form give={setBody} />
      </div>
      <Back />
    </Page>
  );
}

function Form({ give }: { give: (body: Bodies["notice.post"]) => void }) {
  const [title, setTitle] = useState("");
  const [file, setFile] = useState<File>();
  const [days, setDays] = useState("7");
  const { fault, run } = useTask();
  const write = () =>
    run(async () => {
      const text = file ? await hashOfFile(file) : "";
      give({ expires: int(now() + Number(days) * 86_400), text, title: title.trim() });
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        write();
      }}
    >
      {fault && <Fault fault={fault} />}
      <label for="notice-title">{say(noticeTexts.head, noticeTitle)}</label>
      <input id="notice-title" required maxLength={noticeTitle} value={title} onInput={(e) => setTitle(e.currentTarget.value)} />
      <label for="notice-file">{say(noticeTexts.file)}</label>
      <input id="notice-file" type="file" required onChange={(e) => setFile(e.currentTarget.files?.[0])} />
      <label for="notice-days">{say(noticeTexts.days, noticeDays)}</label>
      <input
        id="notice-days"
        type="number"
        required
        min={1}
        max={noticeDays}
        value={days}
        onInput={(e) => setDays(e.currentTarget.value)}
      />
      <button type="submit" class="button">
        {say(noticeTexts.check)}
      </button>
    </form>
  );
}
