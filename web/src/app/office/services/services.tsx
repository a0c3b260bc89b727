// SPDX-License-Identifier: Apache-2.0

// What points are redeemed for: what is offered, how much of it is taken, and changing it.

import { say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { serviceTexts } from "../../shared/points/texts.ts";
import { type Service, whenText } from "../../shared/points/words.ts";
import { useLive } from "../live.tsx";
import { usePending } from "../signing/pending.tsx";
import { servicesApi } from "./api.ts";
import { ServicesPage } from "./frame.tsx";
import { RedeemFor } from "./redeem.tsx";
import { Retire } from "./retire.tsx";
import { SetService } from "./set.tsx";
import { officeServiceTexts } from "./texts.ts";

export function Services({ at: [screen], ...of }: PageProps & { at: readonly string[] }) {
  return screen === "redeem" ? <RedeemFor {...of} /> : <List {...of} />;
}

function List(of: PageProps) {
  const all = useLive(() => servicesApi.all(of.community.community), "services");
  const pending = usePending(of);
  const form = { ...of, pending, done: all.reload };
  const mine = (service: Service) => service.body === of.me.session.body && !service.retired;
  return (
    <ServicesPage title={say(officeServiceTexts.title)} screen="">
      <p>{say(officeServiceTexts.lead)}</p>
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {!all.value && !all.fault && <Waiting />}
      {all.value && all.value.length > 0 && <h2>{say(officeServiceTexts.list)}</h2>}
      {all.value?.length === 0 && <p>{say(officeServiceTexts.none)}</p>}
      <ul class="cards">
        {all.value?.map((service) => (
          <li class="card" key={service.service}>
            <Item community={of.community} service={service} />
            {mine(service) && (
              <>
                <details>
                  <summary>{say(officeServiceTexts.change)}</summary>
                  <SetService {...form} key={JSON.stringify(service)} service={service} />
                </details>
                <details>
                  <summary>{say(officeServiceTexts.retire)}</summary>
                  <Retire {...form} service={service} />
                </details>
              </>
            )}
          </li>
        ))}
      </ul>
      <h2>{say(officeServiceTexts.add)}</h2>
      {all.value && <SetService {...form} key={all.value.length} />}
    </ServicesPage>
  );
}

const Item = ({ community, service }: { community: PageProps["community"]; service: Service }) => {
  const { title, service: id, body, points, stock, left, open, retired } = service;
  const state = retired ? officeServiceTexts.retired : open ? officeServiceTexts.open : officeServiceTexts.shut;
  return (
    <>
      <h3>
        {title} <span class="stage">{say(state)}</span>
      </h3>
      <p>
        {say(serviceTexts.each, points)} · {say(officeServiceTexts.stock, stock, stock - left, left)}
      </p>
      <p>
        {bodyName(community, body)} · {whenText(service)}
      </p>
      <p class="small">{id}</p>
    </>
  );
};
