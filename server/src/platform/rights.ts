import type { RightsLoss } from './bus.js';
import type { Server } from './context.js';

/** Ends the credentials that a person has made, such as access tokens and webhooks. */
export async function endWhatWasMade(server: Server, loss: RightsLoss): Promise<void> {
  await server.bus.publishAndWait('rights.lost', loss);
}
