import { overviewLimits, type NodeView, type OverviewView } from '@parley/shared/overview/overview';
import type { Actor } from '../../platform/context.js';
import { listNodes, type NodeDoc } from '../../platform/nodeRegistry.js';
import { VERSION } from '../../platform/version.js';
import { countPeople } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { findAttention } from './attention.access.js';
import { countActiveMonth, readDays, readStorage } from './counts.access.js';

const viewNode = ({ _id, state }: NodeDoc, here: boolean): NodeView => ({
  nodeId: _id,
  here,
  host: state?.host ?? null,
  version: state?.version ?? null,
  startedAt: state?.startedAt.toISOString() ?? null,
  connections: state?.connections ?? null,
  memory: state?.memory ?? null,
});

/** How the workspace and its servers are doing. @throws forbidden */
export async function readOverview(actor: Actor): Promise<OverviewView> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  const [nodes, counted] = await Promise.all([listNodes(server), countPeople(server)]);
  const [days, activeMonth, usage, attention] = await Promise.all([
    readDays(server),
    countActiveMonth(server),
    readStorage(actor),
    findAttention(actor, nodes, counted),
  ]);
  const activeToday = days.at(-1)?.active ?? 0;
  return {
    version: VERSION,
    people: counted.people,
    activeToday,
    activeMonth: Math.max(activeMonth, activeToday),
    days,
    usage,
    nodes: nodes
      .slice(0, overviewLimits.nodes)
      .map((node) => viewNode(node, node._id === server.nodes.nodeId)),
    attention,
  };
}
