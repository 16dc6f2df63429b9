"""Right text of other fields, in which nothing may be changed: words that a lexicon of AI knows as errors mean what they say here."""
from __future__ import annotations

COOKING = """\
A good stock wants time more than anything else. I put the bones in cold water, bring them up slowly, and skim whatever rises before I
add an onion, two carrots and the green of a leek. My grandmother never salted it, because she reduced it afterwards, and salt that is
right at noon is too much at six. If you use a pressure cooker you save three hours and lose a little of the gelatine, which is why the
sauce won't cling to the spoon in the same way. For the roux I melt sixty grams of butter and wait until it stops foaming. Then the
flour goes in, all at once, and I stir until it smells of biscuits. People ask me whether ghee would do; it will, and so will lard,
though the beurre manié that you whisk in at the end is the better lesson in patience. Fish and chips at home is a project. Maris Piper
potatoes, cut as thick as your finger, go twice through the oil, first at 130 degrees, then at 190. The batter is flour, cornflour and a
cold lager. Never mind the recipes that ask for vodka. A pinch of bicarbonate makes it craggy, and it stays crisp. Soda bread needs no
yeast: buttermilk wakes the soda, and the loaf is in the oven before the kettle has boiled. Cut a deep cross in it to let the fairies
out. When the marinara is done, tear the basil instead of chopping it. A chiffonade looks pretty, but the knife bruises the leaves and
they go black. I've replicated my aunt's kimchi four times now and it has never once tasted the same. She says the tide decides, and I
am no longer sure that she jokes.
"""

SHIPS = """\
The ship lay at anchor off the mole for nine days while the gale blew itself out. She was a brigantine of some two hundred tons, built
at Whitby, and her master had taken her round the Horn more often than he cared to count. On the tenth morning the wind backed, the
glass rose, and they warped her out. A cable in those days was a hundred fathoms of hemp as thick as a man's thigh. It took forty hands
at the capstan to raise the best bower from good clay. The mate kept the log. He noted the set of the current, the state of the moon,
and that the cook had let a cask of pork roll into the scuppers. They carried coal out and grain home, and once, against the owner's
wishes, a piano and a family of Moravians bound for Labrador. In the Bay of Fundy the tide runs up sixteen metres, and a vessel that
sits on the mud at noon will float over the same stakes at six in the evening. Steam made all of this quaint. A collier with a compound
engine kept her days whatever the weather did, and shipping companies like to know a Tuesday from a Friday. Even so the last of the
grain races was sailed in 1949, by Pamir and Passat, and the men who sailed her swore that the ship had a mind of her own.
"""

HISTORY = """\
The castle stands on a spur above the river, and its moat was never wet. The masons cut it dry through the sandstone, eleven metres
wide, and threw the spoil inward to raise the bailey. When the bishop's men came in 1138 they filled it with brushwood, and the
garrison, who had pitch and a following wind, set it on fire. A charter of 1211 gives the constable forty days' wine and the right of
pannage. It says nothing of the well, which the lawyers argued over for two generations. What we call the keep was a storehouse first.
The chroniclers exaggerate, as they always do: Orderic writes of four thousand knights where the pipe rolls pay for three hundred. In
the reign of Edward the ditch was cleaned, the drawbridge was mended, and two swans were bought to please the queen. By the time of the
Civil War the mode of attack had changed, and a wall that had stopped ladders for five centuries fell to a culverin in an afternoon. The
parish used the stone. You can find a voussoir of the gatehouse over the door of the bakery, upside down, with the mason's mark still on
it. Margaret Paston would have recognised the kitchen. Hers was the same tension that every household of the marches knew: who holds the
keys while the men are away?
"""

GARDENING = """\
I plant broad beans in November and forget them. They sulk through the frost, and then in March they are a foot high while the neighbour
is still reading the packet. The allotment is heavy clay, so everything I have learned I learned with a fork. Grit helps, leaf mould
helps more, and nothing helps as much as waiting for the right day. For slugs I go out with a lamp. Copper tape is a waste of money;
nematodes work if the soil is warm; a toad works for nothing and asks for a cool stone to sit under. Prune the wisteria twice, once in
July to five leaves and once in February to two buds. It looks brutal. Then in May it hangs over the gate like a curtain and people
stop. Celeriac wants water all summer. Mine were the size of golf balls until I mulched with wool, which the wind then carried over half
the village. My compost reached seventy degrees this spring, and the steam rose from it in the mornings. I turned it every week and put
the cardboard in torn, not whole. The clematis is called Étoile Violette and doesn't mind lime. It climbs the old pear, which has
canker, and between them they make one good-looking plant.
"""

CLOUDS = """\
Cirrus is ice. It combs out along the wind at ten kilometres, and if the streaks thicken towards the west you have a day at most before
the front is upon you. We were taught to call the cloud by its Latin name and then to look again, because a stratocumulus at dusk will
pass for anything you like. Luke Howard gave us the names in 1803. A cumulonimbus with an anvil stands over the plain at four in the
afternoon, and beneath it the air falls out cold, and the barley lies down flat. Fog is only cloud that has come to visit. In the valley
it fills from the bottom, so that the church goes first, then the inn, then the lower of the two farms. Lenticular clouds hang in the
lee of the ridge like plates on a draining board, quite still, while the wind that makes them goes through at ninety knots. I keep a
notebook: date, hour, eighths of sky, and what I was thinking. There's way more weather in it than thought, which is as it should be.
"""

ALL = {"cooking": COOKING, "ships": SHIPS, "history": HISTORY, "gardening": GARDENING, "clouds": CLOUDS}

# Talk about AI in which the words that are so often wrong are right.
TALK = """\
We moved the training jobs to another cloud last year, and the egress bill alone would have paid for two engineers. OpenAI and Anthropic
both rent from hyperscalers. I can imagine a world in which every laptop runs a small language model and never asks the cloud for
anything. We'd replicate the whole stack on the device. They ship a new model every six weeks, so the release notes read like a diary.
When you ship that fast, evaluation is the bottleneck. There is a tension between open weights and a business model, and Mistral has
lived with it from the first day. In debug mode the server is slower, way more than you'd think, because every tensor is copied back to
the host. A wave of small optimisations later it's fine. The current network has forty layers. What we learned is that a better lesson
plan beats a bigger model when the students are humans. She said never mind the benchmark, look at what the users do. I did, and the
retention curve was flat. Our process is dull: collect data, clean the data, train, measure, and do it again. The processes that run at
night check the licences.
"""
