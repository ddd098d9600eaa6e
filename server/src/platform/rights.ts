import type { RightsLoss, Server } from './context.js';

/** Ends what somebody has made that acts without them, such as access tokens and webhooks. */
export async function endWhatWasMade(server: Server, loss: RightsLoss): Promise<void> {
  for (const end of server.rightsLost) await end(loss);
}
