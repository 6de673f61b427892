"""Mappings as people write them, used by tests of the parser and its neighbours."""

CONTACT = """\
mapping customer_record_to_contact
  from record: json "record.schema.json"
  to json "contact.schema.json"

# Codes of the old system.
table land { "AT" -> "Austria"  "CH" -> "Switzerland"  "DE" -> "Germany"  else -> "?" }
table grade { 1 -> "first", -1 -> "last", 0 | null -> "none", missing -> "?" else -> "other" }

number   = .no
given    = .names.first
family   = .names.last
land     = land(.address.country)
grade    = grade(.grade)
phone    = .phone ?? ""
is_vip   = .flags.vip == "yes"

example "a contact without a phone" {
  given  { no: 7, names: { first: "Ada" }, address: { country: "AT" }, flags: { vip: "no" } }
  expect { number: 7, land: "Austria", phone: "", is_vip: false }
}
"""

TICKET = '''\
mapping incident_to_ticket
  from incident: json any
  to json any

use "desk.tie" (queue, prio)

let fields = .fields
require fields.subject | trim != "" else "an incident needs a subject"
skip when fields.kind == "test"

Ticket {
  Title        = "[{{ .number }}] {{ fields.subject }}"
  Queue        = queue(fields.team.key)
  State        = match fields.state { "new" | "again" -> "new"  "done" -> "closed"  else -> "open" }
  Priority     = prio(fields.priority.name).name
  Owner        = fields.owner.mail ?? $config.default_owner
  Customer?    = fields.caller.name | lower
  Created      = fields.created | to_zone("Europe/Vienna") | format_date("dd.MM.yyyy HH:mm")
  Tags         = fields.tags | join(", ")
  Fixed        = fields.versions[* where it.released].name
  Hours        = (fields.seconds ?? 0) / 3600
  LastNote?    = (fields.notes | last).text
  FirstThree   = fields.notes[0:3]
  "Odd field"  = fields."odd field"[-1]
}
Article? {
  Subject = fields.subject
  Body    = """
    Reported by {{ fields.caller.name }} on {{ fields.created | format_date("dd.MM.yyyy") }}

    {{ fields.description ?? "nothing said" }}
    """
}
Notes = for n, i in fields.notes where not n.hidden => { no = i, text = n.text, at = n.at | iso }
Links = for l in fields.links => {
  kind = l.kind.name
  way  = if l.outward is present then "out" else if l.inward is not missing then "in" else "?"
  key  = l.outward.key ?? l.inward.key ?! "none"
}

check total
check roundtrip with ticket_to_incident on (number, fields.subject, notes[*].text)
law "the number stays" = out.Ticket.Title == "" or .number in [1, 2, 3]
'''

TOTALS = """\
mapping basket_totals
  from basket: xml "basket.xsd" (p = "urn:partner", q = "urn:queue")
  from rates: json any

fn net(l, rate: decimal) -> decimal = l.qty * l.price * (100 - rate) / 100
fn label(x: text?, all: [text]) -> [text?] = [x ?? "none", "all"]
table rate from "rate.csv"

let gross = sum(for l in basket."p:line" => l.qty * l.price)
let order = basket@id

id       = order
gross    = gross | round(2, "half-even")
minus    = -gross + +1 % 2
kinds    = for l in basket.lines
  group by l.kind into g order by g.items | count desc, g.key limit 5 => {
  ...g.first except (price, "net price")
  kind  = g.key
  total = sum(for x in g.items => net(x, rate(x.kind)))
}
names    = for v, k in rates => "{{ k }}: {{ v | format_number("0.00") }}"?
any      = any(basket.lines, x => x.qty > 3 and x.price >= 1.5e3, deep = true)
code     = basket.text | capture(r"#(\\d+)\\"?")
only     = basket.lines!.qty
mail     = template from "mail.j2"
kept     = basket.lines[*]@id?
json     = {"a": [1, 2.50, {"b": null}], "c": {}}
"""

LETTER = '''
let lines = .order.lines
subject = "Order {{ .order.id }}"
body = """
  {# what the customer reads #}
  Dear {{ .customer.name ?? "customer" }},
  {% set total = sum(for l in lines => l.price) %}
  {% for l, i in lines where l.qty > 0 order by l.sku -%}
    {{ i + 1 }}. {{ l.sku | pad_end(8) }}{{- l.price }}
  {% else %}
    you ordered nothing
  {%- endfor %}
  {% if total > 100 and .customer.vip %}
    Thank you!
  {% elif total > 50 %}
    {% raw %}{{ thanks }}{% endraw %}
  {% endif %}
  """
plain = template from "mail.j2"
'''

SAMPLES = (CONTACT, TICKET, TOTALS, LETTER)
