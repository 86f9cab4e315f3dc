// RestComm USSD gateway: XML both ways, one dialogue a JSESSIONID cookie. The text stands in an attribute with its data coding
// beside it: 15 GSM 7-bit, 72 UCS-2. The reply's element says whether the dialogue stays open.
import { BrokenReply, fresh_id, must_be_ok } from "./callback.mjs";
import { measure } from "./units.mjs";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };
const escaped = (text) => text.replace(/[&<>"\n]/g, (mark) => ESCAPES[mark]);
const CONTEXT = 'appCntx="networkUnstructuredSsContext_version2"';

export class Restcomm {
  #line;
  #session = "";

  constructor(line) {
    this.#line = line;
  }

  dial(dialled) {
    this.#session = `S${fresh_id()}`;
    const number = this.#line.from.replace("+", "");
    return this.#post(
      `<dialog type="Begin" ${CONTEXT} networkId="0" localId="1" remoteId="1" mapMessagesSize="1" returnMessageOnError="false">` +
        `<processUnstructuredSSRequest_Request invokeId="0" dataCodingScheme="15" string="${escaped(dialled)}">` +
        `<msisdn nai="international_number" npi="ISDN" number="${number}"/></processUnstructuredSSRequest_Request></dialog>`,
    );
  }

  answer(text) {
    const coding = measure(text).alphabet === "gsm7" ? 15 : 72;
    return this.#post(
      `<dialog type="Continue" ${CONTEXT} localId="1" remoteId="1" mapMessagesSize="1">` +
        `<unstructuredSSRequest_Response invokeId="0" dataCodingScheme="${coding}" string="${escaped(text)}"/></dialog>`,
    );
  }

  hang_up() {
    return this.#post('<dialog type="Unknown" localId="1" remoteId="1" mapMessagesSize="0" mapUserAbortChoice="isUserSpecificReason" returnMessageOnError="false"></dialog>');
  }

  read(reply) {
    must_be_ok(reply);
    const xml = new DOMParser().parseFromString(reply.text, "text/xml");
    const [open] = xml.getElementsByTagNameNS("*", "unstructuredSSRequest_Request");
    const [last] = xml.getElementsByTagNameNS("*", "processUnstructuredSSRequest_Response");
    const said = (open ?? last)?.getAttribute("string");
    if (said === undefined || said === null) throw new BrokenReply("The reply has neither a request nor a last response with a string.");
    return { text: said, ended: !open };
  }

  #post(body) {
    const { route, token } = this.#line;
    return { method: "POST", path: `/in/${route}/${token}`, cookie: `JSESSIONID=${this.#session}`, headers: [["Content-Type", "text/xml"]], body };
  }
}
