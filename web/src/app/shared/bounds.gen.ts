// SPDX-License-Identifier: Apache-2.0

// The server's bounds. Written by `go test ./api -run TestPagesBounds -update`.

export const labelLength = 60;
export const textLength = 4000;
export const answerLength = 4000;
export const emailLength = 254;
export const phoneLength = 30;
export const noteLength = 500;
export const searchLength = 60;
export const idNumberLeast = 4;
export const idNumberMost = 40;
export const reasonLength = 2000;
export const perAct = 500; // codes or passkeys that the desk puts into one act
export const guests = 500; // that a gate is told of at once
export const bodiesToAgree = 2; // with a recovery
export const shownFor = 7776000; // seconds that a vote stays listed after it is final
export const nonceFor = 300000; // ms that a passkey has to answer the server
export const idleTime = 3600000; // ms without a request, after which an officer's session has ended
