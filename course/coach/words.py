"""Word classes: the closed lists and patterns by which a sentence is described, each of them readable.

They hold function words, tenses, kinds of verbs, and phrases of interviews; no subject matter, so that an answer about
ferries is read as one about payments is. All match lower-case text with straight apostrophes.
"""

import re

_ADVERBS = (
    r"(?:(?:also|then|just|first|finally|immediately|personally|basically|actually|really|still|only|even|always|never|now"
    r"|myself|later|soon|quickly|simply|honestly|again|um|uh|erm|like|sort of|kind of|you know|i mean|\w+ly),? ,?)*"
)
_NO_ACT = (
    r"(?:was|were|am|are|is|be|been|had|have|has|'d|'ve|'m|'re|would|should|could|can|can't|couldn't|might|may|must|will|won't|wouldn't|shouldn't"
    r"|think|thought|guess|mean|know|knew|believe|believed|feel|felt|wish|hope|like|liked|love|loved|want|wanted|hate|hated|wonder|suppose"
    r"|remember|learned|learnt|realised|realized|understood|don't|didn't|wasn't|weren't|hadn't|haven't|isn't|aren't|need|needed|work|worked|joined|inherited"
    r"|a|an|the|and|or|but|in|on|at|to|of|for|with|as|uh|um|i|we|you|he|she|it|they)"
)
ACT = rf"(?:'ve |'d |had |have |would |did |could |decided to |started to |began to |went and |tried to )?{_ADVERBS}(?!{_NO_ACT}\b)[a-z]+"

NUMBER = (
    r"\d+(?:[.,:]\d+)*|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|lakhs?|crores?|dozens?|half|halves"
    r"|halved|doubled|tripled|quadrupled|twice|thrice|third|quarter|fifth|tenth|percent|per cent)\b"
)
_UNIT = (
    r"(?:%|percent|per cent|ms|milliseconds?|microseconds?|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|euros?|dollars?|pounds?|reais|rupees?|zloty|yen|kronor"
    r"|users?|customers?|people|orders?|requests?|tickets?|calls?|bugs?|alerts?|pages?|incidents?|errors?|complaints?|gb|mb|tb|fps|frames|points?|times|x|k|m)"
)

CLASSES: dict[str, str] = {
    # who acts
    "i act": rf"\bi {ACT}|\b(?:so|and|then|but|also|that) i {ACT}",
    "we act": rf"\bwe {ACT}",
    "they act": rf"\b(?:he|she|they) {ACT}",
    "i said": r"\bi (?:\w+ly |also |then |just )?(?:told|said|asked|wrote|called|phoned|rang|explained|argued|proposed|suggested|offered|showed|posted|sent|warned|admitted|apologi[sz]ed|answered|replied|presented|announced|emailed|messaged|raised|pitched|invited|agreed|refused|promised|walked)\b",
    "i decided": r"\bi (?:\w+ly |also |then |just |'d |had )?(?:decided|chose|picked|went (?:for|with|back|to)|took|dropped|kept|cut|rejected|refused|settled|turned (?:it |that |this )?down|ruled|gave up|opted|preferred|stopped|skipped|insisted|weighed|considered|compared)\b",
    "i made": r"\bi (?:\w+ly |also |then |just )?(?:built|wrote|made|added|moved|changed|put|set|ran|fixed|patched|rewrote|replaced|removed|deleted|split|drew|designed|implemented|created|shipped|deployed|rolled|reverted|turned|switched|tested|measured|counted|logged|collected|sketched|prototyped|automated|drafted|migrated|refactored|installed|booked)\b",
    "i looked": r"\bi (?:\w+ly |also |then |just )?(?:looked|read|found|saw|noticed|checked|went|sat|visited|watched|listened|followed|traced|compared|plotted|measured|counted|spent|dug|discovered|reproduced|interviewed|spoke|talked|met)\b",
    "verb first": r"^(?:then |and |so |also |first |afterwards? |next |\w+day: )?(?:[a-z]{2,}ed|took|got|spent|built|wrote|made|put|ran|told|sent|sat|went|read|found|cut|kept|began|set|did|gave|chose|drew|rewrote|left|met|brought|taught|held|fought|spoke|bought|dug|drove|flew|swapped|hid|split|shut|stood|threw|woke)\b(?! to be\b)",
    "had been": r"\bhad (?:been|\w+ed|\w+en|become|begun|grown|gone|come|left|built|made|put|lost|told|kept)\b|\b\w+'d (?:been|\w+ed)\b",
    "was doing": r"\b(?:was|were) (?:\w+ly )?\w+ing\b|\bkept \w+ing\b|\bused to\b",
    "passive": r"\b(?:was|were|been|got|be|gets|is|are) (?:\w+ly )?(?:\w+ed|built|made|put|sent|lost|cut|kept|told|given|taken|written|shown|found|sold|paid|hidden|broken)\b",
    "perfect": r"\b(?:has|have|'s|'ve) (?:\w+ly |not |never |since |also |only )?(?:been|had|caught|run|come|gone|become|kept|made|done|\w+ed)\b",
    "present": r"\b(?:is|are|isn't|aren't|does|doesn't|runs?|uses?|stays?|keeps?|works?|takes?|gets?|goes|comes|leads|owns|has|asks|reads|wants)\b|\b(?:it|that|he|she|there|who|what|everything|everyone|everybody)'s\b|\bthey're\b",
    "existed": r"\bthere (?:was|were|had been|wasn't|weren't|existed)\b|\bwe (?:had|were|used|ran|did not have|didn't have|are|have)\b|\bit was\b",
    # where it stands in the story
    "setting": r"\b(?:at the time|at that time|back then|in those days|one (?:day|night|morning|evening|friday|saturday|sunday|monday)|last (?:year|spring|summer|autumn|fall|winter|month|week)|(?:a few|a couple of|two|three|four|five|some) years? ago|in (?:my|the) (?:last|previous|old|first|former|current) (?:\w+ )?(?:company|job|team|role|place|project|employer)|at (?:my|the|a|an) (?:\w+ )*(?:company|job|team|startup|start-up|bank|shop|place|agency|studio|firm|hospital|retailer|insurer)|for context|a bit of background|the background|in (?:19|20)\d\d|in (?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
    "work at": r"\b(?:i|we) (?:was|were|am|are|worked|work|had been|'d been|joined|'ve been) (?:\w+ )?(?:at|in|on|with|working|part of|a|an|the)\b|\b(?:our|my) (?:team|company|group|squad|department|service|product|app|platform|system|pipeline|client|customer)s?\b",
    "after": r"\b(?:since then|ever since|from then on|from that (?:day|week|month)|afterwards?|after that|since|later|by (?:the end|then|monday|tuesday|wednesday|thursday|friday|noon|december|january|february|march|april|may|june|july|august|september|october|november|christmas|easter)|in the end|eventually|finally|at the end|as a result|in total|within (?:a|an|one|two|three|four|five|six|\d+)|(?:the )?(?:next|following|same) (?:day|morning|week|month|quarter|release|year)|(?:two|three|four|six|a few|\d+) (?:weeks|months|days|years) later)\b",
    "today": r"\b(?:today|now|nowadays|these days|still|to this day|currently|by now|at present|so far|until now)\b",
    "before": r"\b(?:before (?:that|it|this)|it used to|down from|up from|from \S+(?: \S+){0,3} to \S+|compared (?:to|with)|instead of the|had been|than before|more than|less than|under|below|fewer)\b",
    "opener": r"^(?:\W*(?:sure|okay|ok|yes|yeah|yep|so,? um|so,? yeah|so,? okay|um|uh|erm|well|right|oh|ah|hmm|good question|great question|let me|thanks|thank you|honestly|alright|all right|look),? ?)+",
    "about the answer": r"\b(?:let me (?:think|give|tell|start|see|take|back)|good question|great question|thank you for|i (?:could|can|will|'ll|would) (?:tell|talk|say|give|start|pick|take)|that's (?:about it|it|pretty much|another story|the one|my (?:story|example|answer)|me )|my (?:example|incident|story|answer|failure) (?:is|about)|the (?:story|one|example) (?:i|with|is|that)|comes to mind|coming to mind|(?:a bit of|some|bit more) background|back up|back to|that was (?:the|my)|this (?:one|story)|hope that|i'll (?:pick|take|tell|start|say|go)|in a nutshell|to sum up|in short|hardest (?:one|project|thing)|proudest|nobody asked|easy to pick|without hesitation|no question)\b",
    "feeling": r"\b(?:i (?:felt|feel)|i(?:'m| am| was|'d been) (?:\w+ |, |um |uh )*(?:nervous|scared|afraid|proud|happy|annoyed|angry|embarrassed|ashamed|glad|sad|upset|frustrated|tired|worried|stressed|relieved|excited|comfortable|sorry|terrified|furious|devastated|quiet|introvert)|it (?:was|felt|is|'s) (?:\w+ |, |um |uh )*(?:hard|tough|weird|strange|stressful|frustrating|rewarding|emotional|horrible|sad|uncomfortable|awkward|beautiful|scary|difficult|fun|unfair|nice|stung|hurt|challenging)|stung|my (?:hand|hands|heart|stomach|face|voice)|didn't sleep|wince|(?:really|pretty|very|quite|super|so) (?:proud|nervous|happy|scared|stressful|rewarding))\b",
    "in general": r"\b(?:i(?:'m| am) (?:\w+ )?(?:a|an|someone|somebody|the type|the kind|known|generally|quite|very|always|usually|pretty)|in general|usually|normally|typically|generally|i (?:always|usually|normally|typically|tend|try|like|believe|think|value)|for me|in my (?:opinion|view|experience)|some (?:people|teams|engineers|managers|developers)|people like|every (?:project|team|company)|at the end of the day|always a|it's (?:always|about|all about|key|important)|i'd say|i would say|one (?:must|should|cannot|can't|does not|has to|needs))\b",
    # task
    "my task": r"\bmy (?:job|task|role|responsibility|assignment|part|goal|piece|mission|duty|brief|target|objective|call|mandate|remit|ticket|challenge|deadline|mine)\b|\bmine (?:to|,)|\b(?:was|were|is|be) (?:\w+ )?mine\b|\bup to (?:me|us)\b|\bon me\b|\b(?:fell|landed|left it|came|passed it|handed it|gave it|gave me|given to|assigned) (?:to |with |on )?(?:me|us)\b|\bin my area\b",
    "charged": r"\b(?:responsible|accountable|in charge|on call|on-call|on the rota|on duty|the (?:owner|lead|maintainer|commander)|(?:tech|technical|team|project|application|software|firmware) lead|i (?:led|lead|owned|own|ran|managed|maintained|inherited|headed)|i (?:was|'d been|had been|got) (?:\w+ )?(?:asked|told|given|assigned|tasked|expected|supposed|meant|made|put|brought in|hired|appointed|picked|chosen|named|handed)|we (?:were|had been|got) (?:\w+ )?(?:asked|told|given|assigned|tasked|expected|supposed)|(?:was|were) (?:given|asked|tasked|assigned|expected|supposed|meant)|i'd (?:volunteered|promised|signed|agreed)|i (?:volunteered|promised|set myself|gave myself|took it on)|expected to|supposed to|meant to|the only (?:\w+ )*(?:engineer|developer|tester|qa|person|one|admin))\b",
    "asked me": r"\b(?:asked|told|wanted|gave|assigned|expected|needed|tasked|charged|trusted|instructed|said to) (?:me|us|from me|my team|our team|our group|the team|the two teams)\b|\b(?:he|she|they|manager|director|lead|boss|cto|ceo|vp|owner|mentor|board|head)\b.{0,25}\b(?:asked|told|wanted|gave|left|let|set|said|assigned|expected|put)\b",
    "task stated": r"\b(?:my (?:task|job|role|goal|mission|duty|assignment|responsibility|part|brief|target|objective|challenge) (?:was|is|here|there|for|:|on)|my (?:task|job|goal|mission|brief):|responsible for|(?:asked|told|wanted|expected|hired|assigned|instructed|tasked) (?:me|us) to|asked (?:me )?(?:if|whether) (?:i|we) (?:could|can|would)|(?:was|were|been|got|is|am|'m) (?:\w+ )?(?:asked|told|tasked|assigned|supposed|expected|meant|hired|brought in|given|charged|entrusted|put on|put in charge|made \w+)|(?:entrusted|assigned|handed|given|left) (?:it )?to me|i (?:volunteered|offered) to (?:be|lead|take|write|own|do|fix|run|build|automate)|i (?:owned|led|lead|own|was leading|was the lead|was lead)|(?:it|that|this|stopping|sorting|making|getting|choosing|the \w+) (?:\w+ ){0,4}(?:was|were|is|fell) (?:\w+ )?(?:up to|on|mine|my (?:job|problem|call|task|responsibility|decision|duty)|to me)|(?:our|the|my) (?:\w+ )?(?:goal|aim|target|objective|task|job|mission|ask|challenge|deadline) (?:\w+ ){0,5}?(?:was|were|is)|(?:i|we|the team|our team|they) had (?:\w+ )?(?:until|till|only|just|\w+ (?:days|weeks|months|hours))|gave (?:me|myself|us) (?:\w+ ){1,3}(?:days?|weeks?|months?|quarters?|sprints?|years?)|(?:i|we) (?:had|needed|have|was|were) to \w+.{0,60}\b(?:by|before|until|within|in (?:one|two|three|four|five|six|ten|\d+))\b|(?:had|have) (?:\w+ )?to (?:decide|choose|find|tell|deliver|settle|get|make sure|prepare|present|bring|turn|restore)|as (?:the |a |an )?(?:\w+ ){0,3}(?:lead|engineer|owner|developer|architect|maintainer|manager|on-call|tester|scientist|designer|commander|principal)\b)",
    "had to": r"\b(?:had to|have to|has to|needed to|need to|must|was to|were to|should|got to|gotta|owed)\b",
    "goal": r"\b(?:goal|goals|aim|target|objective|mission|deadline|constraint|ask|brief|order|budget|mandate|okr|kpi|scope|deal)\b(?: \w+)? (?:was|were|is|for|to|of|by|from|:)|\b(?:goal|aim|target|deadline|mandate)\b|\bthe (?:ask|job|task|brief|driver|constraint|rule|idea|assignment|challenge|plan)\b.{0,40}\b(?:was|is|were|fell|landed)\b",
    "by when": r"\b(?:by|until|till|before|within|inside|in) (?:the )?(?:end|start|beginning|first|\d+(?:st|nd|rd|th)?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|diwali|spring|summer|autumn|fall|winter|noon|midnight|next|launch|release|peak|term|holiday|season|audit|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|a|one|that|this) (?:days?|weeks?|months?|quarters?|years?|sprints?|hours?|season|release|quarter|sprint))\b|\b(?:had|have|got|given|gave (?:me|us)) (?:only |just |until |till |about |actually |,? ?um,? ?)*(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|\d+) (?:days?|weeks?|months?|quarters?|years?|sprints?|hours?|minutes?|nights?)\b",
    # action
    "speech": r"\b(?:told|asked|said|explained|argued|proposed|suggested|offered|showed|wrote|called|phoned|answered|replied|objected|agreed|disagreed|insisted|warned|apologi[sz]ed|presented|convinced|persuaded)\b",
    "first": r"\b(?:first|second|then|next|after that|the same (?:day|evening|afternoon|night|week)|that (?:afternoon|evening|night|morning|day)|next (?:morning|day)|one by one|step by step|meanwhile|over the (?:weekend|next)|overnight|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in the (?:morning|evening|afternoon))\b",
    "so that": r"\b(?:so that|in order to|so (?:i|we|he|she|they|it|the|nobody|everyone|everybody|each)|because|since|as)\b",
    # alternatives
    "option": r"\b(?:options?|alternatives?|(?:an)?other (?:way|choice|option|approach|candidate|suggestion|idea|possibility)|two (?:ways|options|choices|paths|roads|possibilities)|three (?:ways|options|choices)|there (?:was|were) (?:a|the|two|three|basically two|only two) (?:choice|option|ways?|options|choices|possibilities|roads|paths)|a third (?:way|option)|trade-?offs?|versus|vs|either|compromise|plan b|fallback|middle way|cheaper|simpler|safer|faster way|easy way|obvious (?:way|plan|thing|fix|answer|move)|fashionable|tempting|tempted|price of)\b",
    "rejected": r"\b(?:instead(?: of)?|rather than|ruled (?:it |that |this )?out|decided against|turned (?:it |that |this |them )?down|gave up (?:this|that|the) idea|abandoned|rejected|discarded|dropped (?:it|that|this|the)|threw out|refused|said no|against (?:it|the|a|that)|over the|not the|wasn't worth|too (?:slow|risky|expensive|late|long|much|big)|would(?:n't| not)? have (?:\w+)|would(?:n't| not)? (?:also )?(?:take|cost|mean|make|need|be|lose|break|hide|wipe|leave|again)|could(?:'ve| have) \w+|didn't go|skipped|put off|left out|leaving|out of scope)\b",
    "weighed": r"\b(?:considered|weighed|compared|thought about|toyed with|looked at (?:two|three|both|several)|debated|back and forth|pros and cons|went for|opted|chose|choose|picked|preferred|decided (?:for|to|on|against)|prefer|whether|argued for|proposed|my first (?:idea|instinct|choice|thought)|last choice|first preference|on the one hand|the downside|the cost (?:of|was)|at the (?:cost|price)|accepted|in exchange|wanted (?:to|me to|us to) \w+.{0,40}(?:but|and i)|suggested|would have|could have|might have)\b",
    "contrast": r"\b(?:but|though|although|however|while|whereas|yet|or|only)\b|;",
    # result
    "moved": r"\b(?:dropped|fell|fallen|went (?:from|down|up|to|away|live|out|back)|reduced|decreased|cut|rose|risen|grew|grown|increased|improved|saved|came (?:down|back|to|in|up)|halved|doubled|tripled|shrank|shrunk|shortened|lost|gained|recovered|reached|climbed|sank|stopped|ended|closed|down to|up to)\b",
    "shipped": r"\b(?:shipped|launched|went live|live (?:on|in|since|by)|released|delivered|landed|rolled out|finished|done|passed|accepted|approved|adopted|signed|renewed|cancelled|canceled|merged|in production|turned off|shut down|extended|promoted|hired|stayed|left|kept)\b",
    "nobody since": r"\b(?:no one|nobody|none|not (?:a single|one|once)|never|zero|no (?:more|longer|further|other|new|complaints?|incidents?|tickets?|data|outages?|calls?|customer|client|payment|change))\b",
    "others took": r"\b(?:other (?:teams?|squads?|leads?|groups?|projects?|countries|sites|departments|areas)|(?:the|their|her|his|another|both|all|our) (?:\w+ )?(?:teams?|squads?|lead|leads|manager|director|customers?|client|ceo|cto|department|board|company|auditors?|users) (?:now|also|still|has|have|had|uses?|used|took|adopted|copied|agreed|accepted|signed|thanked|asked|renewed|stayed|told|said|wrote|was|were)|thanked|happy|satisfied|angry|disappointed|appreciated|well received|template|standard|checklist|still (?:in|run|runs|running|use|used|uses|there|have|has)|in the end)\b",
    # stakes
    "who is hurt": r"\b(?:customers?|users?|clients?|patients?|passengers?|drivers?|doctors?|nurses?|families|people|parents|children|players?|students?|merchants?|sellers?|buyers?|farmers?|workers?|riders?|shoppers?|readers?|citizens?|residents?|tenants?|employees|guests|hotels?|shops?|stores?|restaurants?|clinics?|practices|schools?|hospitals?|pupils|savers|callers?|travellers?|travelers?|visitors?|viewers?|subscribers?|members?|accounts?|households|everyone|everybody)\b",
    "money": r"[$€£₹]|\b(?:money|euros?|dollars?|pounds?|rupees?|lakhs?|crores?|reais|zloty|revenue|sales|penalty|penalties|fines?|refunds?|credits?|contract|contracts|salary|salaries|payroll|wages|cost(?:s|ing)?|paid|pay|paying|bill|bills|budget|invoices?|orders?|baskets?|carts?|deal|tender|renewal|lawsuit|audit|fees?|bonus)\b",
    "harm": r"\b(?:lost|lose|losing|loses|loss|broke|broken|down|outage|wrong|late|delayed|failed|failing|stuck|couldn't|could not|cannot|can't|without|risk|danger|dangerous|hurt|harm|fell|fallen|die|dying|died|unsafe|waste|wasted|queue|queued|waiting|complain\w*|cancel\w*|angry|afraid|fear|threaten\w*|leave|leaving|left|quit|stopped trusting|trust|missed?|crash\w*|corrupt\w*|leak\w*|stolen|fraud|duplicates?|charged twice|timed out|stood|slept|woken|woke|overtime|deadline|blocked|dropped|unpaid|double)\b",
    "if then": r"\bif (?:we|it|that|a|the|this|they|someone|somebody|any|anything|you|i|he|she)\b",
    "matters": r"\b(?:matter(?:s|ed)?|important|serious|critical|urgent|depend(?:s|ed)? on|relied|rely|at stake|stakes|worth|expensive|life|lives|safety|legal|law|regulator|compliance|reputation|press|publisher|launch|peak|black friday|christmas|holiday|season|election|exam|every (?:day|week|night|month|hour|minute|morning))\b",
    # reflection
    "would": r"\b(?:i|we) (?:should|would|could|'d) (?:have|'ve|now|still|do|start|ask|put|not|never|make|begin|say|also|bring|speak|tell|write|go|check|give|invite|visit|test|measure|talk|involve|keep|show|take|spend|push|set|try)\b|\b(?:i|we)'d (?:have|do|start|ask|put|make|begin|say|bring|speak|tell|write|change|check|give|invite|still|never|also|rather|measure|involve|push)\b|\bshould(?:'ve| have)\b|\bi wish\b|\bi wouldn't\b|\bi regret\b|\bregret",
    "again": r"\b(?:next time|another time|if i (?:did|do|had|were|was|could|took|started|would)|if we (?:did|do|had|were|could)|if it was today|in hindsight|with hindsight|looking back|in retrospect|again|over again|differently|different(?:ly)? (?:is|now|next|since|would)|do (?:it )?different(?:ly)?|another way|on the next|sooner|earlier)\b",
    "learned": r"\b(?:learn(?:ed|t|ing|ings)?|lessons?|taught me|showed me|took (?:from|out|away)|takeaway|take-away|take away|realis\w+|realiz\w+|understood|reminded|my (?:mistake|error|failure)|i keep from|what i (?:keep|kept|took|take|do|learned|learnt|changed|regret|got wrong|would|'d|understood|missed|should)|what (?:stuck|changed|stayed)|stuck with me|i had mistaken|i'd mistaken|i was (?:wrong|confusing|too|fighting|slow)|it(?:'s| has) made me|from this i|i used to|wrong about)\b",
    "habit": r"\b(?:since then,? i|these days,? i|nowadays,? i|now,? i|so now|i now|i (?:always|never|still) |now when|from then on,? i|today,? i|so today i|i (?:don't|won't|do not) \w+ (?:any ?more|now|again)|every \w+ (?:i|of mine)|before i|first thing i|i ask|i write|i check|i keep|i treat|i start|i test|i measure|i tell|i put|i book|i try|is now the|my habit|any ?more)\b",
    # ownership and blame
    "mine": r"\b(?:my (?:fault|mistake|error|own (?:fault|change|mistake|commit|code|decision|doing|share|part)|decision|call|commit|change|code|judg(?:e)?ment|design|responsibility|bug|miss|name on it)|on me\b|(?:was|is|were|been) mine|i (?:was|'d been|had been) (?:wrong|too|slow|the one|late|careless|afraid|the reason|stubborn|over-?confident|sure)|i (?:should have|should've|had (?:not|never)|hadn't|'d (?:never|not|skipped|forgotten|missed|put|let|seen|filed)|missed|forgot|skipped|overlooked|ignored|assumed|misread|misjudged|failed|broke|caused|let|waited|underestimated|never|didn't (?:ask|check|read|test|look|follow|tell))|i (?:own|owned) (?:that|it|up)|i apologi[sz]ed|i admitted|got wrong|my part)\b",
    "fault": r"\b(?:fault|blame|because of (?:him|her|them|their)|should(?:'ve| have) (?:caught|told|known|been|checked|tested|warned|turned|had|done)|as usual|as always|as they always|never (?:told|tested|documented|asked|answered|listened|admitted|bothered|filed|trained)|didn't (?:tell|bother|care|deliver|answer|do|listen|test|warn|say|even|understand)|did not (?:tell|bother|care|deliver|answer|do|listen|test|warn|say|even|pick|understand)|wouldn't (?:listen|give|answer)|without (?:telling|asking|informing|a word|warning|saying|waiting|even)|kept (?:changing|sending|breaking|merging|asking|ignoring|missing)|refused|(?:don't|didn't|simply|just) care|couldn't be bothered|not my (?:job|fault|mess|problem|decision)|wasn't (?:my|even my|really mine)|weren't (?:doing|able)|didn't do their|do their (?:job|jobs|homework)|did their (?:job|jobs)|nobody (?:told|over there|listened|asked|warned|informed|listens|bothered)|signed it off|lied|unfair|their (?:mess|design|document|code|job|mistake|fault|problem|bug|changes?)|theirs|people like (?:that|him)|listened to|ignored|careless|lazy|incompetent|as expected|apparently|obviously|of course|supposed to)\b",
    "others": r"\b(?:(?:the|that|another|other|their|our) (?:\w+ )?(?:team|teams|guys|people|vendor|supplier|contractor|consultants?|architects?|developers?|dbas?|qa|ops|operations|backend|frontend|network|platform|business|management|manager|product owner|analysts?|marketing|legal|colleague|lead|senior|junior|tester|client|agency)|he|she|they|his|her|their|them|him)\b",
    # speech that says little
    "vague": r"\b(?:various|several|certain|different|relevant|some|a (?:lot|number|couple|bunch) of|lots of|many|a few|all (?:the )?|multiple|numerous) (?:\w+ )?(?:stakeholders?|issues?|things?|challenges?|problems?|improvements?|people|parties|teams?|factors|areas?|aspects|inputs|dependencies|requirements|discussions|meetings|initiatives|processes|tools|topics|measures|steps|modules|ways|stuff|kinds?|sorts?|levels|blockers|gaps|expectations|ideas|opportunities|solutions|options|changes|activities)\b|\b(?:stakeholders?|best practices?|same page|next level|align(?:ed|ing|ment)?|buy[- ]in|synerg\w+|leverag\w+|drove|driving|holistic\w*|proactive\w*|pragmatic\w*|end[- ]to[- ]end|in the loop|the needful|pain points?|low-hanging|touch base|robust|scalable|streamlin\w+|optimi[sz]\w+|facilitat\w+|ways? of working|moving parts|value add|big picture|and so on|and stuff|and all that|and everything|and things|or something|or whatever|kind of thing|as appropriate|accordingly|key learnings?|(?:in|moved) the right direction|better place|big success|great success|went (?:well|pretty well|quite well|great|smoothly|fine)|worked out|very (?:positive|successful|happy|satisfied|well)|super happy|pretty successful|a success|improved (?:significantly|a lot|considerably|greatly|overall)|(?:significantly|considerably|much|a lot|greatly|noticeably|substantially) (?:better|improved|faster|smoother|more|less|increased)|improved? (?:the )?(?:quality|efficiency|performance|process(?:es)?|situation|collaboration|communication|things)|escalat\w+|overall|appreciated|well received|right people|relevant (?:people|information|parties|teams?)|in general|over time|as possible|where needed|whatever was needed|what was needed)\b",
    "hedge": r"\b(?:some kind of|somehow|something|somewhere|more or less|somewhat|generally|pretty much|quite a bit|as far as i know|from what i hear|i heard|mostly|probably|eventually|at some point|in one form or another)\b",
    "filler": r"\b(?:um+|uh+|erm*|you know|i mean|sort of|kind of|basically|actually|honestly|literally)\b|,? like,",
    # values
    "value word": r"\b(?:integrity|honesty|honest|courage|courageous|candor|candour|transparency|transparent|selfless(?:ness)?|ownership|curiosity|curious|inclusion|inclusive|innovation|innovative|judg(?:e)?ment|impact|empathy|communicator|communication|leadership|accountability|accountable|passion(?:ate)?|excellence|team ?player|teamwork|proactive|resilien\w+|humility|humble|dedicat\w+|work ethic|growth mindset|bias for action|freedom|context, not control|customer obsess\w+|brave(?:ry)?|authentic\w*|trustworth\w+|loyal\w*|values?)\b",
    "value claim": r"\b(?:(?:i(?:'m| am)|as) (?:\w+ )*(?:a|an|someone|somebody|known|person|people)\b.{0,40}\b(?:integrity|courage\w*|candou?r|honest\w*|transparen\w+|selfless\w*|ownership|curio\w+|inclusi\w+|innovat\w+|judge?ment|empathy|communicator|leader|accountab\w+|team player|proactive|values?|humble|passionate|brave)|(?:showed|shows?|show|demonstrated?|demonstrates|displayed|took|proves?|reflects?|exemplif\w+|embod\w+|practi[sc]ed?|lived?|required) (?:\w+ )*(?:integrity|courage|candou?r|honesty|transparency|selflessness|ownership|curiosity|inclusion|innovation|impact|empathy|leadership|values?|judge?ment|teamwork)|(?:what i|i would|i'd|they|people|you) (?:call|say|describe)\b.{0,30}\b(?:integrity|courage|candou?r|honesty|transparency|selflessness|ownership|curiosity|inclusion|innovation|impact|empathy|values?)|(?:act|form|example|sign|spirit|value|values|sense|kind|proof) of (?:\w+ )*(?:integrity|courage|candou?r|honesty|transparency|selflessness|ownership|curiosity|inclusion|innovation|impact|empathy|leadership|judge?ment)|(?:true|real|radical|great|strong|deep|high|pure|extreme|total|full) (?:\w+ )?(?:integrity|courage|candou?r|honesty|transparency|selflessness|ownership|curiosity|inclusion|innovation|impact|empathy)|core (?:values?|strengths?|principles?)|(?:my|these|those|our|company|your) values?|close to my heart|in my dna|value (?:of |is |that )?(?:integrity|courage|candou?r|honesty|transparency|selflessness|ownership|curiosity|inclusion|innovation|impact|empathy|communication)|(?:integrity|courage|candou?r|honesty|transparency|selflessness|ownership|curiosity|inclusion|innovation|impact|empathy) (?:is|are|was|matters?|means?|means|comes|in action|in practice))\b",
    # measures
    "number": NUMBER,
    "measured": rf"(?:{NUMBER})[ -]?(?:\w+ )?{_UNIT}\b|\d%|[$€£₹] ?\d|\bfrom (?:\S+ ){{1,6}}to (?:\S+ )?(?:{NUMBER}|\w+)|\b(?:halved|doubled|tripled|twice|half|nobody|none|zero|not (?:one|a single)|never) ?",
    "year only": r"\b(?:19|20)\d\d\b",
    "ordinal": r"\b(?:version|v|python|java|http|level|grade|week|line|phase|step|option|section|floor|room|gate|node|chapter|sprint|release|q) ?\d",
    "quoted": r"[\"“”]|(?:^|\s)'\w",
    "question": r"\?",
    "colon": r":",
}
"""Name to pattern. The names are what the weights speak of."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "task": ("my task", "charged", "asked me", "had to", "goal", "by when", "task stated"),
    "option": ("option", "rejected", "weighed", "contrast"),
    "result": ("moved", "shipped", "nobody since", "others took", "after", "today", "measured", "perfect", "before"),
    "stake": ("who is hurt", "money", "harm", "if then", "matters"),
    "reflection": ("would", "again", "learned", "habit"),
    "blame": ("fault", "others"),
    "own": ("mine", "i act"),
    "setting": ("setting", "work at", "existed", "was doing"),
}
"""Classes that say more together: how many of a family a sentence has is a feature, too."""

COMPILED: dict[str, re.Pattern[str]] = {name: re.compile(pattern) for name, pattern in CLASSES.items()}


def listed(words: str) -> frozenset[str]:
    """A set of words, written as a text."""
    return frozenset(words.split())


TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,:]\d+)*%?|[$€£₹]|\?")


def plain(text: str) -> str:
    """Lower case, with straight apostrophes and quotes."""
    return text.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def tokens(text: str) -> list[str]:
    """The words of plain text; a number is one word."""
    return TOKEN.findall(text)


def count(name: str, text: str) -> int:
    """How often the class of that name occurs in plain text."""
    return sum(1 for _ in COMPILED[name].finditer(text))
