// SPDX-License-Identifier: Apache-2.0

import type { ElectionDetail } from "../../shared/api.ts";
import type { PageProps } from "../../shared/page-props.ts";
import type { Pending } from "../signing/pending.tsx";

// ElectionProps is what the parts of an election's page are given.
export type ElectionProps = PageProps & { detail: ElectionDetail; pending: Pending };
