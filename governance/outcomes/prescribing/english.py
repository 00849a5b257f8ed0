"""The words by which an English text prescribes the how: what is listed, and the rules that look for it.

A rule is a row of words as they are written, in either case. In it stand

| slot | for |
|---|---|
| `{order}` | where somebody is told to: as a sentence begins, behind "must" or "is to"; not marked itself |
| `{product}`, `{technology}`, `{method}` | one of the lists below |
| `{name}` | a name in capitals that no list holds, no day, month, country or language |
| `{person}` | a person's name, of two words or with Mr or Ms |
| `{role}`, `{roles}` | who would do the work: one of them; one or many |
| `{number}` | a number in figures or words |
| `{few}`, `{list}`, `{some}` | up to three words between; the same with commas; up to six |
| `{must}` | is, must be, has to be, is to be |

and `|`, `?` and `( )` mean what they mean in patterns. A rule without `{order}` holds wherever it stands. To add one,
or a name, take the place of its kind; `tests/governance/outcomes/prescribing.txt` says what it goes on leaving alone.
"""

from governance.outcomes.prescribing.kinds import How, listed

PRODUCTS = listed(
    # what a business runs on
    "SAP, S/4HANA, SAP S/4HANA, Ariba, Concur, SuccessFactors, Hybris, Salesforce, ServiceNow, Workday",
    "Oracle, NetSuite, Dynamics 365, Microsoft Dynamics, Siebel, PeopleSoft, Coupa, BlackLine, Zendesk",
    "HubSpot, Genesys, Twilio, DocuSign, Pega, Appian, Mendix, OutSystems, Power Apps, Power Automate",
    "UiPath, Blue Prism, Automation Anywhere, Camunda, Celonis, Power BI, Tableau, Qlik, Looker",
    "Informatica, Talend, MuleSoft, Boomi, TIBCO, Alteryx, SAS",
    # what one line of business runs on
    "Temenos, Finastra, Mambu, Avaloq, Murex, Calypso, Finacle, Thought Machine, Guidewire, ClaimCenter",
    "Duck Creek, Amdocs, Netcracker, Epic, Cerner, Meditech, Mirth Connect, InterSystems, Manhattan",
    "Blue Yonder, Shopify, Magento, commercetools, Adobe Experience Manager, Adobe Commerce, Sitecore",
    "WordPress, Drupal",
    # what people work with
    "Microsoft Teams, SharePoint, Outlook, Excel, PowerPoint, Slack, Zoom, Google Workspace, Office 365",
    "Microsoft 365, Jira, Confluence, Trello, Asana, GitHub, GitLab, Bitbucket, Azure DevOps, Jenkins",
    "SonarQube, Copilot",
    # where it runs
    "AWS, Amazon Web Services, Azure, Google Cloud, GCP, Alibaba Cloud, IBM Cloud, OpenStack, VMware",
    "Citrix, Windows, Linux, Red Hat, OpenShift, Kubernetes, Docker, Helm, Terraform, Ansible, Exadata",
    "Oracle Exadata, z/OS, Heroku, Cloudflare, Splunk, Datadog, Dynatrace, New Relic, Grafana",
    "Prometheus, Okta, Keycloak, CyberArk, CrowdStrike, Active Directory",
    # where data lie and move
    "Snowflake, Databricks, Teradata, BigQuery, Redshift, Palantir, Hadoop, Spark, Airflow, PostgreSQL",
    "Postgres, MySQL, MongoDB, Cassandra, Elasticsearch, Redis, Db2, SQL Server, Kafka, RabbitMQ, MQTT",
    "GraphQL, OAuth, OpenAPI, HL7, FHIR",
    # what it is made of
    "Java, JavaScript, TypeScript, Kotlin, Swift, Python, Go, Golang, Rust, Scala, Ruby, PHP, C#, C++",
    ".NET, COBOL, ABAP, React, React Native, Angular, Vue, Flutter, Next.js, Node.js, Spring Boot",
    "Django, Rails, Selenium, Cypress, Cucumber, TensorFlow, PyTorch, OpenAI, GPT, GPT-4, GPT-5, ChatGPT",
    "Gemini, Claude, Llama, OR-Tools",
)

TECHNOLOGIES = listed(
    "cloud, public cloud, private cloud, hybrid cloud, containers, microservices?, micro-services?",
    "serverless, mainframe, open[- ]source, low-code, no-code, API-first, cloud-native, event-driven",
    "REST, APIs?, web services?, ESB, ETL, EDI, batch jobs?, message queues?, data lakes?",
    "data warehouses?, data mesh, data vault, relational databases?, NoSQL, AI, artificial intelligence",
    "generative AI, machine[- ]learning, deep[- ]learning, neural networks?, language models?, LLMs?",
    "AI agents?, AI models?, RPA, robotic process automation, software robots?, bots, OCR",
    "digital twins?, blockchain, IoT, RFID, barcode scanners?, sensors, drones?, tablets, handhelds?",
    "kiosks?, smart glasses, biometrics, SaaS, PaaS, IaaS, software as a service, multi-tenant",
    "cloud-based, cloud-hosted",
)

CHANNELS = listed(
    "apps?, mobile apps?, web apps?, chatbots?, voicebots?, portals?, dashboards?, platforms?",
    "workflows?, web ?sites?, web pages?, data ?bases?, algorithms?, scorecards?, spreadsheets?, robots?",
    "engines?, CRMs?, CRM systems?, ERPs?, ERP systems?, intranets?, knowledge bases?",
)
"""What is there already as often as it is yet to be made: only "a" or "a new" one prescribes, "the" one does not."""

METHODS = listed(
    "scrum, kanban, (?-i:SAFe), LeSS framework, scaled agile, extreme programming, waterfall, V-model",
    "PRINCE2, PMBOK, ITIL, COBIT, TOGAF, CMMI, six sigma, DevOps, DevSecOps, CI/CD",
    "continuous integration, design thinking, story mapping, pair programming, mob programming",
    "test[- ]driven, behaviou?r[- ]driven, domain[- ]driven, code reviews?, code coverage, sprints?",
    "stand-?ups?, retrospectives?, user stor(?:y|ies), backlog grooming, burn-?down charts?",
    "proofs? of concept, test coverage, usability tests?, usability testing, user research, unit tests?",
    "regression tests?, parallel runs?, parallel operation, MVPs?, minimum viable product",
    "product backlogs?, wireframes?, mock-?ups?, prototypes?",
)
"""A text of results has no reason to name any of them, wherever it stands."""

ROLES = listed(
    "developers?, engineers?, architects?, programmers?, coders?, testers?, analysts?, consultants?",
    "designers?, contractors?, data scientists?, specialists?, experts?, administrators?, freelancers?",
    "FTEs?, full-time equivalents?, project managers?, delivery managers?, test managers?",
    "program(?:me)? managers?, scrum masters?, product owners?, team members?, professionals?",
)

QUALIFIED = listed(
    "additional, more, further, extra, other, new, senior, junior, lead, chief, full-time, part-time",
    "dedicated, experienced, certified, skilled, qualified, permanent, external, internal, offshore",
    "onsite, on-site, software, data, cloud, test, security, network, system, systems, integration",
    "business, solution, enterprise, quality, front-?end, back-?end, of your",
)
"""What may stand between a number and those it counts. Anything else may not: "in 20 minutes consultants see"."""

NUMBERS = listed(
    "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, fifteen, twenty, thirty",
    "forty, fifty, a dozen, several, a few, a pair of, both, half a dozen",
)

NO_NAMES = frozenset(
    listed(
        "I, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, January, February, March, April",
        "May, June, July, August, September, October, November, December, Christmas, Easter, English, German",
        "French, Italian, Spanish, Turkish, Chinese, Europe, Germany, France, Italy, Spain, Austria",
        "Switzerland, Britain, Ireland, America, India, China, Japan",
    )
)

_MADE = (
    "build|built|code|coded|create|created|deliver|delivered|deploy|deployed|develop|developed|do|done|host|hosted|implement|"
    "implemented|operate|operated|program|programmed|realised|realized|rebuild|rebuilt|rewrite|rewritten|run|runs|ship|shipped|"
    "test|tested|write|written|automate|automated|design|designed"
)
_MOVED = (
    "convert(?:ed)?|migrate[ds]?|migrating|migration|move[ds]?|moving|port(?:ed)?|re-?platform(?:ed)?|shift(?:ed)?|"
    "standardi[sz]e[ds]?|switch(?:ed)?|transfer(?:red)?|transition(?:ed)?|upgrade[ds]?"
)
_TAKE = (
    "adopt|apply|build|buy|choose|configure|create|deploy|develop|employ|establish|expose|follow|implement|incorporate|"
    "install|introduce|launch|leverage|license|provide|purchase|roll out|set up|select|use|utili[sz]e"
)
_TAKES = (
    "adopts|applies|builds|buys|chooses|deploys|develops|follows|implements|installs|introduces|rolls out|sets up|"
    "selects|uses"
)
_TAKEN = (
    "adopted|applied|chosen|deployed|implemented|installed|introduced|mandatory|mandated|required|rolled out|set up|"
    "used"
)
_WHO_DELIVERS = "partner|vendor|supplier|provider|contractor|integrator|team|teams|you"

TOOL_RULES = (
    "(using|via|through|by|thanks to|powered by|based on|on top of|with the help of|by means of) {list}{tool}",
    f"({_MADE}) {{some}}(in|on|with|as|by|over) {{list}}{{tool}}",
    f"({_MOVED}) {{some}}(to|into|onto|on) {{list}}{{tool}}",
    "(replaced?|replaces|replacing|swap|exchange) {some}(with|by|for) {list}{tool}",
    "(commit|deliver|post|publish|push|upload)(ed|s)? {some}(to|into|onto) {list}{tool}",
    "(by|in|on|using|via|with) {some}(like|such as) {tool}",
    "(connect|connected|connects|exchange|exchanged|send|sent|integrate|integrated) {some}(over|via) {list}{tool}",
    f"{{order}}({_TAKE}) {{list}}{{tool}}",
    f"(the|a|each|every|your|our) {{few}}({_WHO_DELIVERS}) {{few}}({_TAKES}) {{list}}{{tool}}",
    f"{{tool}} {{must}}({_TAKEN})",
)
"""A tool is a product or a technology; it prescribes where it is the means, and not where it has to work."""

RULES = {
    How.PRODUCT: (
        "(using|implementing|adopting|installing|deploying) {few}{name}",
        "(through|via|with) an? {few}{name} "
        "(app|application|bot|page|platform|portal|solution|suite|system|tool|workflow)",
        "(convert|migrate|port|re-?platform|upgrade)d? {some}(to|onto) {name}",
        "(replaced?|replacing) {some}(with|by) {name}",
        "(an?|new) {few}{product} (app|application|back-?end|code base|front-?end|pipeline|platform|system)",
        "{order}(adopt|deploy|implement|install|use) (the |an? |only )?(\\w+ )?{name}",
    ),
    How.TECHNOLOGY: (
        "(by|through|using|via|with) an? {few}{channel}",
        "{order}(build|create|develop|implement|introduce|launch|provide|set up) an? {few}{channel}",
        "{order}(containeri[sz]e|dockeri[sz]e|re-?architect|refactor|re-?platform|rewrite|virtuali[sz]e)",
        "{must}(containeri[sz]ed|dockeri[sz]ed|re-?architected|refactored|re-?platformed|virtuali[sz]ed)",
        "(low-code|no-code|serverless|microservices|cloud-(based|hosted|native)|API-first|event-driven)",
        "(neural networks?|on-?premises? (hosting|installation|servers?|solution))",
        "(large language models?|LLMs?|machine[- ]learning|deep[- ]learning|robotic process automation|RPA|blockchain)",
    ),
    How.MEANS: (
        "(by means of|through (the )?use of|with the (help|aid|use) of|by (making )?use of|by way of an?)",
        "by (adopting|automating|building|deploying|hiring|implementing|installing|introducing|migrating|outsourcing)",
        "by (replacing|rewriting|rolling out|setting up|switching to|using)",
    ),
    How.METHOD: (
        "{method}",
        "in {number}[- ](day|week|month)[- ](sprints?|iterations?|cycles?|increments?)",
        "agile {few}"
        "(approach|coach|delivery|development|framework|manner|method|methodology|practice|principle|process|project|team|way)"
        "(es|s)?",
        "(adopt|adopting|apply|applying|by|follow|following|use|uses|using|according to) (the|an?) {few}"
        "(approach|framework|method|methodology|model|procedure|technique|template)",
    ),
    How.OVERSIGHT: (
        "(daily|weekly|biweekly|bi-weekly|fortnightly) (status |progress |steering |project |sync )?"
        "(calls?|meetings?|reporting|status reports?|progress reports?|syncs?|updates?)",
        "(status|progress) (reports?|calls?|meetings?)",
        "((needs?|requires?|subject to) our {few}|prior )approval",
        "(architecture|code|deliverables?|designs?|documents?|plans?|releases?|specifications?|steps?) {must}"
        "(approved|checked|released|reviewed|signed off) by (us|our)",
        "our {few}(approves?|checks?|reviews?|signs off|must approve) {few}"
        "(architecture|change|code|deliverable|design|document|plan|release|specification|step)s?",
    ),
    How.HEADCOUNT: (
        "(add|assign|at least|by|deploy|expect|minimum|need|no more than|of|provide|require|up to|with) "
        "{number} {qualified}{roles}",
        "{number} {qualified}{roles} (are assigned|are needed|from|join|sit|work)",
        "{number} of ((your|their|its) {few}(people|staff|colleagues|employees)|the {few}{roles})",
        "(half|a third|a quarter|most|percent|%) of (your {few}{roles}|the {few}{roles} (must|shall|should))",
        "(an?|one|the|this) {few}(crew|pod|squad|team) of {number}",
        "{order}(hire|recruit) (an?|additional|more|new|our|people|somebody|the|your|{number})",
        "{order}staff (an?|each|every|it|the|this|your)",
        "(hire|recruit|hiring|recruiting) {few}{roles}",
        "(double|enlarge|extend|grow|increase|reinforce|strengthen|triple) (the|your) {few}"
        "(squad|staff|team|workforce)",
        "(staffed|manned) (with|by)",
        "head ?count of",
    ),
    How.PEOPLE: (
        "(appoint|assign|deploy|designate|name|nominate|provide)s? (an?|one|the) {few}(manager|lead|PM|{role})",
        "(bidder|contractor|partner|supplier|vendor)'s {few}(technical lead|{role})",
        "(product owners?|(key|qualified|skilled|trained) (people|personnel|professionals|staff)|CVs|resumes)",
        "(bidder|contractor|partner|project|supplier|vendor) team (must|shall|should)",
        "{number} years('| of)? {few}experience",
        "(dedicated|full-time|part-time) {few}(manager|lead|team|{roles})",
        "(cent(re|er)s? of (excellence|competence)|feature teams?|squads?|scrum teams?|scrum masters?)",
        "your {few}(team|teams|{roles})",
        "sub-?contract(ed|ing|ors?|s)?",
        "(led|headed|managed|run) by {person}",
        "{person} (approves|coordinates|heads|is (in charge|responsible)|leads|manages|owns|reviews)",
        "{person} takes (over|the lead)",
        "(project|team|technical) lead is {person}",
        "under the (direction|guidance|lead|leadership|supervision) of",
    ),
    How.EFFORT: (
        "(person|man|staff|developer|engineer|consultant)[- ](days?|hours?|months?|weeks?|years?)",
        "(time ?sheets?|story points?|billable hours?|time and materials?)",
        "{number} (hours|days) (an?|per|each|every) (month|quarter|week|year) "
        "({must}(booked|reserved|spent|worked)|(of|for) (development|effort|maintenance|work))",
        "(books?|fills? in|logs?|records?|reports?|tracks?) (all|every|its|the|their|your) {few}hours",
    ),
    How.PLACE: (
        "on[- ]?site {number} days",
        "{number} days (an?|per|each|every) week (at|from|in|on)",
        "{roles} (\\w+ )?(must |have to |should |shall |will )?(be |sit |work |working )on[- ]?site",
        "(sit|sits|work|works|working) (at|from|in|on) (our|your) {few}"
        "(building|floor|headquarters|offices?|premises|site)",
        "(near-?shor(e|ed|ing)|off-?shoring|off-?shore (centre|center|delivery|development|resources|staff|teams?))",
        "co-?located?",
        "(work|works|working) (from home|remotely)",
    ),
}
