// The network's side: each provider's callbacks, byte for byte as it sends them, and its rules for reading a reply. The
// terminal's phone has the same carriers in simulators/handset/carrier_*.cpp.
import { AfricasTalking } from "./carrier_africastalking.mjs";
import { Comviva } from "./carrier_comviva.mjs";
import { Imimobile } from "./carrier_imimobile.mjs";
import { Infobip } from "./carrier_infobip.mjs";
import { Played } from "./carrier_played.mjs";
import { Restcomm } from "./carrier_restcomm.mjs";

/**
 * @typedef {object} Line  who calls, and over which route
 * @property {string} from   E.164 with +
 * @property {string} route  the route's name, as in its path
 * @property {string} token  the route's secret
 * @property {string} code   the service's code, "*789#"
 */

const CARRIERS = { africastalking: AfricasTalking, imimobile: Imimobile, comviva: Comviva, infobip: Infobip, restcomm: Restcomm };

/** Whether this page can play the route's provider: by itself, or with the gateway's help. */
export const speaks = ({ provider, played }) => played || Object.hasOwn(CARRIERS, provider);

export const carrier_for = ({ provider }, line) => new (Object.hasOwn(CARRIERS, provider) ? CARRIERS[provider] : Played)(line);
