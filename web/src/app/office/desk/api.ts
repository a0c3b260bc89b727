// SPDX-License-Identifier: Apache-2.0

// The duty desk's part of the server's API.

import type { Bodies } from "../../../act/body.ts";
import { call, type Schema } from "../../shared/api.ts";

export type Desk = Schema["Desk"];
export type Alarm = Schema["Alarm"];
export type DeviceEvent = Schema["DeviceEvent"];
export type Device = Schema["DeviceItem"];

/** bridgeOf is what speaks for a device, whose name is the bridge's, a colon, and what the bridge calls it; "" if it speaks itself. */
export const bridgeOf = (device: Device): string => /^(.+?):/.exec(device.transport)?.[1] ?? "";

export type Command = Schema["DeviceCommand"];
export type Credential = Schema["DeviceCredential"];
export type Proof = "certificate" | "password" | "digest" | "token";
export type Message = Schema["QuarantinedMessage"];
export type Stranger = Schema["StrangerItem"];
export type Place = Schema["DevicePlace"];

// Search is which events are asked for. Times are Unix milliseconds.
export type Search = { device?: string; kind?: string; from?: number; until?: number; before?: number };

const at = encodeURIComponent;
const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

function query(search: { [name: string]: string | number | undefined }): string {
  const given = Object.entries(search).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

export const deskApi = {
  desk: () => call<Desk>("GET", "/desk"),
  alarms: () => items<Alarm>("/desk/alarms"),
  alarm: (device: string, kind: string) => call<Schema["AlarmDetail"]>("GET", `/desk/alarms/${at(device)}/${at(kind)}`),
  acknowledgement: (device: string, kind: string) =>
    call<Bodies["alarm.acknowledge"]>("GET", `/desk/alarms/${at(device)}/${at(kind)}/acknowledgement`),
  events: (search: Search) => call<Schema["DeviceEvents"]>("GET", `/desk/events${query(search)}`),
  proof: (event: string) => `/api/v1/desk/events/${event}/proof`,
  devices: () => items<Device>("/desk/devices"),
  device: (id: string) => call<Schema["DeviceDetail"]>("GET", `/desk/devices/${at(id)}`),
  issue: (id: string, by: Proof) => call<Credential>("POST", `/desk/devices/${at(id)}/credential`, { by }),
  keepList: (id: string, guests: readonly Schema["Guest"][]) =>
    call<{ arguments: string }>("POST", `/desk/devices/${at(id)}/list`, { guests }),
  quarantine: (before?: number) => call<Schema["Quarantine"]>("GET", `/desk/quarantine${query({ before })}`),
  message: (record: number) => `/api/v1/desk/quarantine/${record}/message`,
  strangers: () => items<Stranger>("/desk/strangers"),
  plan: () => call<Schema["Plan"]>("GET", "/desk/plan"),
  draw: (svg: string) => call<void>("PUT", "/desk/plan", { svg }),
  drawing: (hash: string) => `/api/v1/desk/plan.svg?${hash}`,
  place: ({ device, x, y }: Place) => call<void>("PUT", `/desk/plan/${at(device)}`, { x, y }),
  unplace: (device: string) => call<void>("DELETE", `/desk/plan/${at(device)}`),
};
