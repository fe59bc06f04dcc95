"""Sixty pairs that any NLI model must get mostly right, written for this project: (language, premise, hypothesis, label)."""

Probe = tuple[str, str, str, str]

_ENTAILED = """
A man is sleeping on a bench in the park. | A man is sleeping.
Two children are playing football in the garden. | Children are playing.
She bought three red apples at the market. | She bought apples.
The train left the station at noon, ten minutes late. | The train was late.
All the students passed the exam. | Every student passed.
The dog chased the cat across the street. | A cat was chased by a dog.
My brother is a doctor and works in a hospital. | My brother works in a hospital.
It rained heavily during the whole night. | It rained.
The museum is closed on Mondays and Tuesdays. | The museum is closed on Mondays.
The woman in the blue coat is reading a newspaper. | A woman is reading.
The soup was too hot to eat. | The soup was hot.
They moved from Paris to Rome last year. | They do not live in Paris any more.
The company hired twenty new workers in May. | The company hired workers.
The boy dropped the glass and it broke. | The glass broke.
No one came to the meeting. | Nobody attended the meeting.
The old bridge was destroyed by a flood. | A flood destroyed the bridge.
"""

_NEUTRAL = """
A man is sleeping on a bench in the park. | The man is a famous painter.
Two children are playing football in the garden. | The children are brothers.
She bought three red apples at the market. | She will bake a cake for her mother.
The train left the station at noon. | The train was full of tourists.
The students wrote an exam this morning. | The students had studied for many weeks.
The dog ran across the street. | The dog belongs to an old farmer.
My brother is a doctor. | My brother likes to travel.
It rained during the night. | The farmers were happy about the rain.
The museum is closed on Mondays. | The museum has a large collection of Greek vases.
A woman in a blue coat is reading a newspaper. | The woman is waiting for her husband.
The soup was hot. | The soup was made by a chef from Italy.
They moved to Rome last year. | They moved because of a new job.
The company hired twenty new workers. | The new workers are paid well.
A boy is drinking a glass of milk. | The boy is seven years old.
The meeting took place on Friday. | The meeting was about the budget.
The old bridge was built of stone. | Many artists have painted the bridge.
"""

_CONTRADICTED = """
A man is sleeping on a bench in the park. | Nobody is sleeping.
Two children are playing football in the garden. | There are no children in the garden.
She bought three red apples at the market. | She bought nothing at the market.
The train left the station on time. | The train was two hours late.
All the students passed the exam. | Every student failed the exam.
The dog is running across the street. | The dog is asleep.
My brother has never been to Spain. | My brother has been to Spain.
It was a hot and sunny day. | It was cold and raining all day.
The museum is closed on Mondays. | The museum is open on Mondays.
A woman is reading a newspaper outside. | A woman is swimming in a pool.
The soup was cold. | The soup was hot.
The shop is empty. | The shop is full of people.
The company made a large profit. | The company made no profit at all.
The glass is full. | The glass is empty.
Nobody came to the meeting. | The meeting was attended by many people.
The bridge was destroyed by a flood. | The bridge was not damaged.
"""

_ELSEWHERE: tuple[Probe, ...] = (
    ("de", "Ein Mann schläft auf einer Bank im Park.", "Ein Mann schläft.", "entailment"),
    ("de", "Ein Mann schläft auf einer Bank im Park.", "Der Mann ist ein berühmter Maler.", "neutral"),
    ("de", "Ein Mann schläft auf einer Bank im Park.", "Niemand schläft.", "contradiction"),
    ("es", "Todos los estudiantes aprobaron el examen.", "Los estudiantes aprobaron.", "entailment"),
    ("es", "Todos los estudiantes aprobaron el examen.", "El examen duró tres horas.", "neutral"),
    ("es", "Todos los estudiantes aprobaron el examen.", "Ningún estudiante aprobó el examen.", "contradiction"),
    ("zh", "两个孩子在花园里踢足球。", "孩子们在玩。", "entailment"),
    ("zh", "两个孩子在花园里踢足球。", "这两个孩子是兄弟。", "neutral"),
    ("zh", "两个孩子在花园里踢足球。", "花园里没有人。", "contradiction"),
    ("ar", "المتحف مغلق يوم الاثنين.", "لا يفتح المتحف يوم الاثنين.", "entailment"),
    ("ar", "المتحف مغلق يوم الاثنين.", "في المتحف لوحات قديمة كثيرة.", "neutral"),
    ("ar", "المتحف مغلق يوم الاثنين.", "المتحف مفتوح يوم الاثنين.", "contradiction"),
)


def _english(block: str, label: str) -> tuple[Probe, ...]:
    pairs = (line.split(" | ") for line in block.strip().splitlines())
    return tuple(("en", premise, hypothesis, label) for premise, hypothesis in pairs)


PROBES: tuple[Probe, ...] = (
    *_english(_ENTAILED, "entailment"),
    *_english(_NEUTRAL, "neutral"),
    *_english(_CONTRADICTED, "contradiction"),
    *_ELSEWHERE,
)
"""48 in English, 16 of each label, and 12 in German, Spanish, Chinese and Arabic."""
