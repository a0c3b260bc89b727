// SPDX-License-Identifier: Apache-2.0

import type { ElectionDetail } from "../../shared/api.ts";
import type { Pending } from "../signing/pending.tsx";
import type { Office } from "../signing/signing.tsx";

// ElectionProps is what the parts of an election's page are given.
export type ElectionProps = Office & { detail: ElectionDetail; pending: Pending };
