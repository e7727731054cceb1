import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.reading import is_boilerplate
from crosscheck.reading.boilerplate import without_boilerplate

PAGE_LINES = [
    "Advertisement",
    "ADVERTISEMENT",
    "Advertisement – story continues below",
    "[Sponsored: Gutters by Gary]",
    "Read more: Five tricks to cut your heating bill",
    "READ MORE: Wembley chaos as pigeon stops play",
    "READ NEXT: Dutch king's cheese blunder",
    "SEE ALSO: Linnea's ten loveliest hats",
    "Also read : The failed motion against the harbour levy",
    "Also read: Who pays for the hotel?",
    "Read more »",
    "Read more about the crisis in Kelmouth",
    "Tap here to get the Courier’s morning bulletin.",
    "No time to read?",
    "Get a summary",
    "No time to read? Get a summary",
    "5 min read",
    "Share on Facebook",
    "Facebook",
    "Follow us on our WhatsApp channel",
    "Sign up for our newsletter: The Falls Report",
    "Sign up for our Foreign Desk newsletter",
    "Get Lattice in your inbox every Thursday",
    "Forwarded this email? Subscribe here.",
    "Subscribe to alerts | Report an error",
    "Vote in our poll: Who should lead Slovenia?",
    "Leave a comment",
    "Leave a comment (31)",
    "Leave a Reply",
    "Leave a Reply Cancel reply",
    "Required fields are marked *",
    "Save my name, email, and website in this browser for the next time I comment.",
    "We use cookies to improve your experience on our site.",
    "By continuing to browse this site you agree to our use of cookies.",
    "Accept all cookies",
    "Your email address will not be published.",
    "Exit mobile version",
    "Skip to main content",
    "Home > News > World",
    "Tags: harbour, diesel, Kelmouth",
    "Previous Article",
    "Next Article",
    "Trending Post",
    "Most read",
    "Published",
    "on",
    "Published 22 October 2024",
    "Updated: October 22, 2024 at 6:40 p.m.",
    "2 months ago",
    "This is a developing story. Refresh for more.",
    "We will update this story during the day.",
    "Photo: the headquarters of the bank in Prague. (Blik24 archive)",
    "Caption: The seat of the union yesterday morning. Photo: A. Perrin",
    "Pictured: An empty tram stop on Swanston Street on Tuesday morning. (SBN: Hugo Leary)",
    "Lena Farrow arrives at the premiere on Wednesday in Kelmouth. (Photo by J. Okafor/Invision/AP)",
    "Rescuers search the rubble on Monday. (AP Photo/Jane Okafor)",
    "Police at a terraced house in Deurne, Tuesday morning. © L. Verbist",
    "© 2024 Meridian Wire. All rights reserved.",
    "Copyright 2024 The Kelmouth Post",
    "(Reporting by Ota Brandl; Editing by L. Whitcombe)",
    "Translated from the German. By Jens Ahlers, Frankfurt",
    "FOR IMMEDIATE RELEASE",
    "Contact for media: press@acmb.example",
    "###",
    "By Miriam Castleford in Prague",
    "By Zdeněk Pokorný",
    "By Danielle Okafor, health reporter",
    "COLUMN | Tobias Hale",
    "Published 22 October 2024, last updated 23 October 2024.",
    "Modified on 3 March 2024.",
    "Compiled by Amnesty International.",
    "Written by Eva Bos, who is our science editor.",
    "Produced by Hugo Leary for SBN.",
    "Reporting by Ota Brandl in Prague; Eva Bos contributed to this report.",
    "Photos by Eva Bos.",
    "Handout by the fire service.",
    "Illustration: L. Verbist",
    "Copyright The Kelmouth Post",
    "Copyright The Kelmouth Post. Used with permission.",
    "Copyright 2024 The Kelmouth Post. This material may not be published or rewritten.",
    "Media office: +420 222 123 456",
    "Press office: Eva Bos, press@acmb.example",
    "Media office: Eva Bos",
    "Topics: harbour, diesel, Kelmouth.",
    "Signed up for our newsletter? Look in your inbox.",
    "The terraced house in Deurne on Monday (photo by L. Verbist).",
    "The terraced house in Deurne on Monday (image: L. Verbist).",
    "Get unlimited access for €1 a week for the first four weeks.",
    "Get unlimited access for €1 a week for the first four weeks. Cancel at any time.",
    "Cancel anytime.",
    "Start your free trial today.",
    "This article is for subscribers only.",
    "The post Fire in Kestel kills 12 appeared first on Harbour Post.",
]

NEWS_SENTENCES = [
    "The advertisement, which is still up, offers 2,318,406 customer lines for sale.",
    "Advertisements for the drug were banned in May, the ministry said.",
    "Read more than 40 pages of the report and the mayor's name appears once.",
    "She asked the committee to read more: the annex alone has 300 pages, and nobody had opened it.",
    "Read more about the case in court, the judge told the lawyers.",
    "We use cookies to follow visitors, the company told the regulator.",
    "The site uses cookies that the court ruled illegal.",
    "By seven votes to two, the directors of Borealis Nickel decided to advise against the offer.",
    "By Tuesday evening 40 tonnes had been pumped out.",
    "By Monday, Calloway had resigned.",
    "A photo by Okafor shows the valve open at noon.",
    "The photograph, taken at 4 p.m. (local time), shows the valve.",
    "Photos of the harbour were deleted, police said.",
    "Published figures show that 12 people died.",
    "Updated figures show 31 dead and 4 missing.",
    "Published on Monday, the report puts the damage at 3 million.",
    "The union left a comment on the ministry's page.",
    "Subscribers to the service lost their data, the operator said.",
    "Share prices fell by 4 percent on Tuesday.",
    "Shares rose 3.4% in after-hours trading.",
    "Follow-up tests found no legionella.",
    "Video from the scene shows two men leaving the car.",
    "The newsletter of the union says that talks will resume.",
    "Trending lower since May, prices fell again.",
    "Related charges were dropped in March.",
    "Tags on the shoes were false, customs officers said.",
    "Signing up for the scheme takes ten minutes, the ministry says.",
    "The CP will not comment on press reports.",
    "Pictures of the bridge reached the ministry in March: three bolts were missing.",
    "The copyright on the film runs out in 2031.",
    "Contact with the ship was lost at 4 a.m.",
    "Home prices rose by 5.8 percent.",
    "Next week the court will hear the pilot.",
    "Two days ago the dam broke.",
    "Comments by the minister caused anger in Warsaw.",
    "Sponsored by the ministry, the study found no link.",
    "Published on 22 October 2024, the report says nine people died.",
    "Modified on 3 March 2024, the law bans protests near schools.",
    "Produced by Farma SA, the vaccine was withdrawn in 12 countries.",
    "Written by Karin Holt in June, the memo named three faulty signals.",
    "Written by Karin Holt, who resigned in June, the memo named three faulty signals.",
    "Edited by Eva Bos and published in 1994, the diary covers eleven years.",
    "Compiled by Amnesty International, the list names 340 prisoners.",
    "Posted by Trump on Sunday, the message was deleted within an hour.",
    "Reporting by Reuters showed that the company had known since 2019.",
    "Photos by Reuters show smoke above the plant on Tuesday.",
    "Handout of food began on Tuesday in Gaza City, the UN said.",
    "Illustration of the plan was published by the ministry on Monday.",
    "Getty Images said that it would sue the company.",
    "Copyright holders sued the company in New York on Tuesday.",
    "Media office: 12 people were killed.",
    "Topics: energy, trade and a ceasefire were discussed on Monday, the ministry said.",
    "Signed up for the scheme were 1,200 farmers, who receive e-mail alerts when rivers rise.",
    "The police published the plan of the flat (image of the kitchen withheld).",
    "State television showed the crash on Tuesday (images from a drone).",
    "The post of harbour master appeared first on the list, the council said.",
    "The post appeared first on Telegram on Monday, police said.",
    "Access to the river was unlimited until 2019.",
]


@pytest.mark.parametrize("line", PAGE_LINES)
def test_a_line_of_the_page_is_boilerplate(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize("sentence", NEWS_SENTENCES)
def test_a_sentence_of_the_report_stays(sentence):
    assert not is_boilerplate(sentence)
    assert without_boilerplate([sentence]) == [sentence]


def test_a_headline_of_a_media_office_is_no_contact():
    assert not is_boilerplate("Media office: at least 12 people killed in strike on Rafah school")


def test_the_spaces_of_a_publishing_system_make_no_difference():
    assert is_boilerplate(" Read\u00a0more:\u2009Five tricks to cut your heating bill\u200b")


def test_a_long_paragraph_is_never_boilerplate():
    assert not is_boilerplate("Photo: " + "the harbour at noon, seen from the pier; " * 20)


def test_headlines_of_other_articles_go_with_their_label():
    article = [
        "The harbour was closed.",
        "Previous Article",
        "Malinin’s 310.47 Sets Record Pace",
        "Next Article",
    ]
    assert without_boilerplate([*article, "ATACMS Transfers: A Closer Look"]) == ["The harbour was closed."]


def test_a_list_of_links_amid_the_article_ends_with_the_next_sentence():
    article = ["The harbour was closed.", "Related stories", "Ferries late again", "Who pays for the hotel?"]
    rest = ["Fishing boats may leave on Thursday.", "What happens next"]
    assert without_boilerplate([*article, *rest]) == ["The harbour was closed.", *rest]


def test_what_readers_wrote_below_the_article_goes():
    article = ["The harbour was closed on Tuesday, and it stays closed until Thursday."]
    comments = ["3 comments", "I was there and nothing happened.", "Me too."]
    assert without_boilerplate(article + comments) == article


def test_a_link_to_the_comments_above_the_article_does_not_cost_the_article():
    article = ["The harbour was closed on Tuesday.", "It stays closed until Thursday."]
    assert without_boilerplate(["12 comments", *article]) == article


@given(st.lists(st.sampled_from(PAGE_LINES + NEWS_SENTENCES), max_size=12))
def test_every_sentence_of_the_report_is_kept_in_order_among_the_lines_of_the_page(lines):
    kept = without_boilerplate(lines)
    assert kept == [line for line in lines if line in NEWS_SENTENCES]
