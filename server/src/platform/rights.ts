import type { RightsLoss } from './bus.js';
import type { Server } from './context.js';

/** Ends what somebody has made that acts without them, such as access tokens and webhooks. */
export async function endWhatWasMade(server: Server, loss: RightsLoss): Promise<void> {
  await server.bus.publishAndWait('rights.lost', loss);
}
