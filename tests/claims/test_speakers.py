"""Who says it, and as what: the frames in which news credits its sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.claims.same_speaker import may_be_one_speaker
from crosscheck.claims.speakers import find_attribution
from crosscheck.types import AssertionKind


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The fund confirmed that it wanted the chairman out.", "The fund"),
        ("By Monday 1,024 had come out of Gaza, the emergencies ministry says.", "the emergencies ministry"),
        ("The talk lasted about 40 minutes, an Israeli official said.", "an Israeli official"),
        ("There was no alarm, said the manager, who absolved the cleaners.", "the manager"),
        ("According to Birch, her superiors silenced her.", "Birch"),
        ("According to the log the ambulance took 38 minutes.", "the log"),
        (
            "Both will stay for a day, according to two people involved in the planning.",
            "two people involved in the planning",
        ),
        ("Netanyahu told all three that beating Hamas was in their interest.", "Netanyahu"),
        ("In a statement the ministry said that nobody had been hurt.", "the ministry"),
        ("On Tuesday, Abbas Araghchi declared that his country did not seek war.", "Abbas Araghchi"),
        ("The report, which was published in May, says that the dam could fail.", "The report"),
        ("Prices will rise, the governor, Saleem Baigzada, told analysts.", "the governor"),
        (
            "An aide passed him a note, two people who were present told the Post.",
            "two people who were present",
        ),
        (
            "JERUSALEM, Dec. 10 (Meridian) — Netanyahu spoke with Putin on Sunday, his office said.",
            "his office",
        ),
        ("Prices rose by 2.8 percent, the statisticians reckon.", "the statisticians"),
        ("The inspection was out of date, the railway union affirms.", "the railway union"),
        ("The suspect is a foreman, so confirms the prosecutor's office.", "the prosecutor's office"),
        ("The signal was green, shows the register of the company.", "the register of the company"),
        ("The town follows the affair, lets know the trustee Blaise Rochat.", "the trustee Blaise Rochat"),
        ("Engineers are saying trains will not run before Friday.", "Engineers"),
        ("The army counted 47 illegal crossings and closed 30 of them.", "The army"),
        ("Damage inspectors have so far counted 61 destroyed houses.", "Damage inspectors"),
        ("Nimbra reported revenue of $4.86 billion on Thursday.", "Nimbra"),
        ("The U.N. puts the yearly need at more than $200 billion.", "The U.N."),
        ("Critics point to Warsaw, where rates have been frozen.", "Critics"),
        ("A review by an accountant had already flagged $600,000.", "A review by an accountant"),
        ("The audit found two errors.", "The audit"),
        ("It was that release that burst the dam, according to Ann Roy, a surgeon.", "Ann Roy"),
        ("There was a row on Sunday, a mechanic who saw it told the Herald.", "a mechanic who saw it"),
        ("The bus burned out, the state police said.", "the state police"),
        ("They left with eleven boxes, counted by our photographer.", "our photographer"),
        ("In the latest survey the party is ahead by eleven points.", "the latest survey"),
        ("In a survey of 900 drivers, most were for the toll.", "a survey of 900 drivers"),
        ("The director, Priya Nand, has said she is sorry.", "The director"),
        ("Analysts had on average hoped for 19.5 billion.", "Analysts"),
        ("The Association of Brokers (ACB) welcomes the decision.", "The Association of Brokers"),
        ('One of them, met at the exit, says only: "We learned it by the radio."', "One of them"),
        ('"Never again without light," the Head of State emphasised.', "the Head of State"),
        ('"He asked for water," tells the nurse who held his hand.', "the nurse who held his hand"),
        ('"There was nobody there," confirmed a spokesman.', "a spokesman"),
        ('This is the signal we needed," says Tomas Hruby.', "Tomas Hruby"),
        ('The mayor speaks of "a good day", but asks for more scanners.', "The mayor"),
        ("The company kept its revenue forecast of $19 billion.", "The company"),
        ("By Ann Lee's account, the crowd had gone by noon.", "Ann Lee"),
        ("In the owner's own telling, the dog had never left the yard.", "the owner"),
        ("Moscow's version is that the ship had strayed.", "Moscow"),
        ("He had moved out weeks before, we were told by a neighbour.", "a neighbour"),
        ("There had been a vote, if one believes those who were there.", "those who were there"),
        ("Hallam: Nobody asked me, and I would not have gone.", "Hallam"),
        ('The mayor: "We will rebuild the bridge."', "The mayor"),
        ("OKORO: We got no letter about any fence.", "OKORO"),
        ("The host spoke of a first drop.", "The host"),
        ("Okoro is on record as having told her in May.", "Okoro"),
        ("The trader denies that he knew: he was ill that day, he says.", "The trader"),
        ("The biochemist on Monday rejected the accusation.", "The biochemist"),
        ("Officers suspected from the first hour, thanks to a witness, that it was staged.", "Officers"),
        ("In Lima, ousted president Rosa Vega accused the court of bias.", "ousted president Rosa Vega"),
        ("The data show that the alarm rang twice.", "The data"),
        ("The defence of all six accused contested the charges.", "The defence of all six accused"),
        ("Nobody signed it, swore the party whip.", "the party whip"),
        ("The general had fled, state television reported.", "state television"),
        ("As of Monday 40 were missing, the agency noted.", "the agency"),
        ("A shot was fired from the roof, so the police said.", "the police"),
        ('"It was chaos," Mr Okafor, a baker, recalled.', "Mr Okafor"),
        ('"Park it," the secretary wrote in May, and the minister replied at once.', "the secretary"),
        ("The chairman rang in to say that nine had voted.", "The chairman"),
        ("It bore ten names, two of them of guards, Kandiah claimed.", "Kandiah"),
        ("«I was never there», the farmer repeated.", "the farmer"),
        ("Mr Hoek informed the board of his wish to leave.", "Mr Hoek"),
        (
            "He had not resigned, the president's office said, contradicting reports.",
            "the president's office",
        ),
    ],
)
def test_the_speaker_is_found_in_every_order(text, speaker):
    found = find_attribution(text)
    assert found.speaker == speaker
    assert text[slice(*found.span)] == speaker
    assert not found.pronoun


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin released its own summary of the conversation.",
        "A LeClaire woman has claimed the largest prize in the history of the lottery.",
        "The force declined to say whether any officer had touched the man.",
        "The doctor has not said whether she will stand.",
        "In the bazaar there are rumours of expired drops, which the doctors deny.",
        "Figures reported by the ministry were wrong.",
        "The governor was told that the engineers had gone.",
        "It was a spokesman who told reporters that the report would be published.",
        "Azerbaijan turned down the proposal to swap lists of prisoners.",
        "The works council had demanded in September an assurance against layoffs.",
        "The summit urged rich countries to double the money.",
        "Meters go to $2.25 an hour, not the higher rate the mayor had proposed.",
        "A march, about 900 according to the mayor's office, passed without incidents.",
        "Few were on the train, which explains, according to the firemen, that nobody died.",
        "Why is another matter: the note says the system on that track had been switched off.",
        "One phrase is remembered: there was, he said, no room and every step was small.",
        "Customers whose workloads fell below the agreed level received credits.",
        "The board stood pat by six votes to one, Mr Tuma being the lone voice for easing.",
        "The bank lowered its rate by 25 basis points to 3.75%.",
        "The council, which had promised a bridge, has a ferry.",
        "The firm, once a giant, had promised a bridge.",
        "He flagged down a taxi.",
        "The region has today reported the incident of 16 September to the health service.",
        "He saw the minister at four in the morning.",
        "A bag of papers came to light on Monday, and the chairman, unmoved, has not denied it.",
        "The minister has at no time considered a move.",
        "The princess, who had missed nothing, according to her teacher, was at home.",
        "All evidence pointed to an anchor.",
        "Observers may attend at all stages.",
        "The proposal is not conditional on a new share.",
        "The kidnappers had at first demanded 50 million naira and had called his home eleven times.",
        "The firm cut rates in line with its forecast.",
        "Police counted the ballots by hand.",
        "The town put its mayor in charge.",
        "The company was founded in 1990, grew, and has since hoped in vain.",
        "Five other accused were in court.",
        "All eight accused remain persons of interest.",
        "One alleged gangster was hurt.",
        "The ministry denied him a visa.",
        "Quispe said nothing at the time of his arrest.",
        "Arslan called it a day.",
        "According to plan, the bridge opened.",
        "He said goodbye and left.",
        "You called the police yourself.",
        "The unions called a strike from Thursday.",
        "No one disputes that he opened the mail.",
        "The parliament rejected a bill that would have frozen salaries.",
        "The bank charged him a fee of nine euros.",
        "The team labelled the boxes by hand.",
        "The operator informed this Authority at 16:30.",
        "The road was shut, no group having asked for it.",
        "There was a warning, and the mayor, Ann Lee, says she passed it on.",
        "KOUROU: The launch was called off at noon.",
    ],
)
def test_an_act_or_an_aside_credits_nobody(text):
    found = find_attribution(text)
    assert found.speaker is None
    assert found.span is None
    assert found.assertion is AssertionKind.STATEMENT


def test_a_pronoun_is_marked_to_be_resolved():
    found = find_attribution("He had sent the ham back unopened, he told the committee.")
    assert (found.speaker, found.pronoun) == ("he", True)


def test_his_lawyer_is_no_pronoun():
    found = find_attribution("He was never asked, his lawyer said.")
    assert (found.speaker, found.pronoun) == ("his lawyer", False)


def test_a_verb_within_the_quotation_does_not_count():
    found = find_attribution('"Nobody from Brussels ever told me that," he said at his office.')
    assert (found.speaker, found.assertion) == ("he", AssertionKind.QUOTATION)


def test_the_first_main_clause_decides():
    found = find_attribution("It arrived within eight minutes, the service said; it took 40, said the widow.")
    assert found.speaker == "the service"


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("The conversation lasted about 50 minutes.", "statement"),
        ("The skipper says that he called his wife at 3.30.", "attributed"),
        ("“The chemistry is fine,” sighed one ambassador.", "quotation"),
        ("“Old is not the same as dangerous.”", "quotation"),
        ("Police denied that any officer had been drinking.", "denial"),
        ("The Border Troops categorically reject the assertion that they crossed the line.", "denial"),
        ("There was no truth in the story, the company said.", "denial"),
        ("The defence minister contradicted the foreign minister in public.", "denial"),
        ("She does not contest that the badge was used.", "attributed"),
        ("The chair, Sir Colin Abbott, is said to be considering an inquiry.", "attributed"),
        ("The bonus, we're told, is tied to uptime.", "attributed"),
        ('Nobody screamed, it was the strangest thing."', "quotation"),
        ('Neighbour Anja said of one suspect: "He always helped with the lights."', "quotation"),
        ("One nurse, who asked not to be named, said: “It was bedlam.”", "quotation"),
        ('His lawyer says that her client "has never seen a gram".', "quotation"),
        ('The mayor said he was against "a bridge that is too low".', "attributed"),
        ("The man stands accused of fraud.", "allegation"),
        ("Each country accused the other of shooting first.", "allegation"),
        ("The foreman is suspected of having lent his badge for money.", "allegation"),
        ("He claims to have worked for the service for eleven years.", "allegation"),
        ("The second tunnel will be fitted with extra ventilators in May.", "forecast"),
        ("The council plans to close four libraries.", "forecast"),
        ("India confirmed on Thursday that the minister would visit Delhi in January.", "forecast"),
        ("The complaint is to be heard by three judges, the county said.", "forecast"),
        ("Drivers would walk out if no offer was made, the union said.", "condition"),
        ("It lapses on Wednesday unless it is renewed.", "condition"),
        ("He named the 9th as the date, in case nobody is elected.", "condition"),
        ("He'll keep his salary for now.", "forecast"),
        ("Who began it will probably never be settled.", "forecast"),
        ("K. has until March 28 to lodge papers.", "forecast"),
        ("The spokesman wants to close the port, and the mayor does not.", "forecast"),
        ("The law might never be applied.", "forecast"),
        ("Our lawyers advise that the hour might be docked from wages.", "attributed"),
        ("The council is planning to close four libraries.", "forecast"),
        ("Analysts see growth at 2 per cent.", "forecast"),
        ("The service does not rule out further arrests.", "forecast"),
        ("He also said he looked forward to the visit.", "forecast"),
        ("The company raised its full-year outlook.", "forecast"),
        ("The President expressed his condolences to the family.", "opinion"),
        ("The group welcomed the deal but warned that it will need money.", "opinion"),
        ("She said she worries about the libraries.", "opinion"),
        ('The mayor speaks of "a good day".', "opinion"),
        ("The finance director told members that the second problem is worse.", "opinion"),
        ("For a long meeting it was strikingly brief.", "opinion"),
        ("The deal had looked like the start of something.", "opinion"),
        ("The union said the offer was unacceptable.", "opinion"),
        ("The chairman is confident of a majority.", "opinion"),
        ("Prosecutors want him locked up for sixteen years.", "opinion"),
        ("For the host it was a success.", "opinion"),
        ('Council President Joyce Arneson called the plan "a decent first draft".', "opinion"),
        ("Only two of the nine members are thought to favour the sale.", "opinion"),
        ("According to his lawyers, he has denied the allegation.", "denial"),
        ("The bank called the report false.", "denial"),
        ("Nor was it true, she held, that they had kept quiet.", "denial"),
        ("The rumour is baseless.", "denial"),
        ("Contrary to speculation in some portals, the minister has not offered to go.", "denial"),
        ("Not a single letter has reached anybody, whatever is being said.", "denial"),
        ("It has been wrongly reported that the list was hidden.", "denial"),
        ("Another five are suspected.", "allegation"),
        ("Opposition leaders claimed the vote had been rigged.", "allegation"),
        ("Forty of them still face lesser charges.", "allegation"),
        ("Two officers went to court in Helsinki, accused of cutting a cable.", "allegation"),
        ("Police suspect arson.", "allegation"),
        ("The captain put the blame on the pilot.", "allegation"),
        ("Prosecutors charged four people with fraud.", "allegation"),
        ("She spent two hours with him, it is alleged.", "allegation"),
        ('She says the machines were running, "they always are".', "quotation"),
        ('The chairman smiled at the letters: "We cannot write."', "quotation"),
        ("„My cows are dying“, says the farmer.", "quotation"),
        ("'We were never asked,' Ms Ito said.", "quotation"),
        ("He was let out on condition that he stays in the country.", "condition"),
        ("The region agreed, but only if the salaries come first.", "condition"),
        ("Should no budget be passed, the teachers would go unpaid.", "condition"),
        ("Provided the weather holds, the ferry will sail.", "condition"),
        ("The troops that Senegal has massed there will not be needed, he said.", "forecast"),
        ("New elections, which are prescribed if a mayor is ill, would be the fifth.", "forecast"),
        ("The price is bound to come up.", "forecast"),
        ("The election is set for spring.", "forecast"),
        ("Conservationists had called it the biggest case of its kind since 2013.", "opinion"),
        ("The paper said today that it no longer believes in the bird.", "opinion"),
        ("The party does not want foreign hands on the line.", "opinion"),
        ("The animals are late this year, if you ask me.", "opinion"),
        ("The minister thanked his colleague for a neighbour's gesture.", "opinion"),
        ("The director called it proof that both can keep their word if they are asked.", "opinion"),
        ("The sentence is far too mild, the widow said.", "opinion"),
        ("The Service regrets to report that nine inmates died.", "attributed"),
        (
            "A senior officer told reporters, on condition that he was not named, that it had failed.",
            "attributed",
        ),
        ("Nabou said that they had left the mine alone and would return if it was buried.", "attributed"),
        ("By her own account she had slept through it.", "attributed"),
        ("Of the major it is said that he sat in the third of them.", "attributed"),
    ],
)
def test_the_kind_of_assertion(text, assertion):
    assert find_attribution(text).assertion is AssertionKind(assertion)


@pytest.mark.parametrize(
    "text",
    [
        "The cause was a strike, and the wind was to blame.",
        "Asked if she would stay, the mayor smiled.",
        "The delay was due to the wind.",
        "Zambia rejected the offer.",
        "The governor would not comment.",
        "Neither would say whether the patrols will start.",
        "He resigns himself to it; a second round would cost him years.",
        "The pension stands at 21,100 crowns, and the next increase, in January, will add 668.",
        "The fall was steep, and it would have been steeper if the bank had waited.",
        "The fire may have begun in the kitchen.",
        "The vote, you will recall, went the other way, but voters can be left aside.",
        "Sadly, three of them have died.",
        "None of the trekkers is suspected of having taken part.",
        "The swap had been due on Thursday.",
        "It was to have been made public in April.",
        "Arvenna had planned to apply for approval.",
        "The distance would at no time have been less than two kilometres.",
        "The failure is due to wear of the armour.",
        "The last caller wants to know where the bridge is.",
        "He stood in the road, and threatened to send everybody home if they did not ride.",
        "The party left, the third partner having threatened to go if the pay rose.",
        "The next meeting was in June, if at all.",
        "We never said we had come, we said if.",
        "He gave a sample of his own free will in January.",
        "Two commanders were relieved on Friday.",
        "It was caused by a failure of the cooling plant.",
        "Most of the members learned today that their plant has closed.",
        "Readers will remember that the ship sank in 2019.",
        "It will be recalled that they last met at Safwan.",
    ],
)
def test_words_that_only_look_like_a_weaker_kind(text):
    assert find_attribution(text).assertion is AssertionKind.STATEMENT


@given(
    st.lists(
        st.sampled_from(
            [
                "said",
                ",",
                "he",
                "the mayor",
                "“",
                "”",
                "that",
                "told",
                "according to",
                ";",
                ":",
                "May",
                '"',
                "So.",
                "has",
                "(x)",
                "at",
                "5",
                "counted by",
                "in",
                "survey",
                "and",
            ]
        )
    )
)
def test_any_order_of_words_gives_a_speaker_that_slices_the_text(words):
    text = " ".join(words)
    found = find_attribution(text)
    assert (found.speaker is None) == (found.span is None)
    if found.span:
        assert text[slice(*found.span)] == found.speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The regional governor, Oleksandr Prokudin, said 14 people died.", "The regional governor"),
        ("The airline, which has 14,000 staff, said profits rose.", "The airline"),
        ("The airline, hit by strikes, said sales fell.", "The airline"),
        ("Amnesty International, citing witnesses, said soldiers shot 14 people.", "Amnesty International"),
        ("The group, known as JNIM, said fighters seized the town.", "The group"),
        ("The UN's humanitarian office, OCHA, said 60,000 people had fled.", "The UN's humanitarian office"),
        ("The mayor, who heard of it on Monday, said the plant pays a million a year.", "The mayor"),
        ("The final report, out on Friday, says 1,100 square metres.", "The final report"),
    ],
)
def test_what_follows_the_verb_of_a_subject_is_said_and_does_not_say_it(text, speaker):
    assert find_attribution(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("It closed on Monday, said a spokesman based in London.", "a spokesman based in London"),
        ("The plan is dead, said two ministers led by Ann Lee.", "two ministers led by Ann Lee"),
        ("The bridge had gone, said the engineers who built it.", "the engineers who built it"),
        ("Six dead, said officials.", "officials"),
        ("In Osbruk the fall began in a beam, whose joints had let go, says Ann Lee.", "Ann Lee"),
    ],
)
def test_a_subject_with_a_participle_still_follows_the_verb_behind_a_claim(text, speaker):
    assert find_attribution(text).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "About 190,000 candidates sat for 4,200 posts.",
        "The watchdog received 14,300 reports of leaks.",
        "Ten people died, and the governor, Oleksandr Prokudin, said 14 people died.",
        "Six of the nine signed, which is enough, but the Speaker, Ann Lee, ruled that it was void.",
        "The hall holds 4,200 and was last sold out in May.",
        "He had asked the president for a meeting and was not answered.",
    ],
)
def test_neither_a_figure_nor_the_first_of_two_clauses_says_anything(text):
    assert find_attribution(text).speaker is None


@pytest.mark.parametrize(
    "text",
    [
        "The minister shot down claims that he would resign.",
        "The minister shot down suggestions of a new tax.",
        "The minister shot down a report that he would go.",
    ],
)
def test_who_shoots_down_a_claim_denies_it(text):
    assert find_attribution(text).assertion is AssertionKind.DENIAL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Russia shot down 18 drones overnight.", AssertionKind.STATEMENT),
        ("Israel shot down a missile after reports of an attack.", AssertionKind.STATEMENT),
        ("Ukraine's air force said it shot down 18 of 25 drones.", AssertionKind.ATTRIBUTED),
    ],
)
def test_who_shoots_down_a_drone_denies_nothing(text, kind):
    assert find_attribution(text).assertion is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The mayor slammed the plan.", AssertionKind.OPINION),
        ("The bishop preferred the old organ.", AssertionKind.OPINION),
        ("The lorry slammed into a wall.", AssertionKind.STATEMENT),
        ("Venezuela preferred to abstain.", AssertionKind.STATEMENT),
    ],
)
def test_who_slams_or_prefers_something_judges_it(text, kind):
    assert find_attribution(text).assertion is kind


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("he", "Macron"),
        ("they", "police"),
        ("the ministry", "the defence ministry"),
        ("police", "Kano police"),
        ("police in Kano", "Kano police officers"),
        ("the mayor", "Mayor Anne Hidalgo"),
        ("the president", "Macron"),
        ("the commander", "Rebel commander Idris Aman"),
        ("the IDF", "the Israeli military"),
        ("the Israeli army", "Israel's military"),
        ("Russia's defence ministry", "the Russian defence ministry"),
        ("Netanyahu", "Netanyahu's office"),
        ("Hamas", "a spokesman for Hamas"),
        ("the army", "an army spokesman"),
        ("Israel", "Israeli officials"),
        ("the Israelis", "Israeli officials"),
    ],
)
def test_speakers_who_may_be_one(a, b):
    assert may_be_one_speaker(a, b)
    assert may_be_one_speaker(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the army", "the rebels"),
        ("the defence ministry", "rebel commander Idris Aman"),
        ("Kano police", "Lagos police"),
        ("the IDF", "the Iranian military"),
        ("the Israeli military", "Hamas"),
        ("a Hamas official", "an Israeli official"),
        ("President Putin", "President Zelensky"),
        ("Putin", "Ukraine's president"),
        ("Russia's defence ministry", "Ukraine's defence ministry"),
        ("Russian officials", "Kyiv"),
        ("police", "Ann Lee"),
        ("a nurse who works there", "Ann Lee"),
        ("the prosecutor", "Russia"),
    ],
)
def test_speakers_who_are_two(a, b):
    assert not may_be_one_speaker(a, b)
    assert not may_be_one_speaker(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("San Diego police", "San Francisco police"),
        ("South African officials", "South Korean officials"),
        ("Austrian police", "Australian police"),
        ("Hamas", "a Hama official"),
    ],
)
def test_owners_that_begin_alike_are_two(a, b):
    assert not may_be_one_speaker(a, b)
