"""Papers that do not exist, one of each kind of publication, with names and titles that are hard to cite."""

from litsynth.records import Paper

BRIDGE, ENOUGH, AGAIN, ATLAS, SURVEY = (
    "arXiv:2199.00101",
    "acl:2199.emnlp-main.12",
    "arXiv:2199.00303",
    "arXiv:2199.00404",
    "file:5d41402abc4b2a76",
)

PAPERS = (
    Paper(
        BRIDGE,
        "PolyBridge: Intermediate-Task Training in Fifteen Languages",
        ("Ada Lindqvist", "Tomás Ferreira", "Wei-Ling Chou"),
        2021,
        version="v2",
        venue="Proceedings of the 2021 Conference on Cross-Lingual Methods",
        doi="10.99999/clm_2021.17",
        categories=("cs.CL", "cs.LG"),
        source="arxiv",
    ),
    Paper(
        ENOUGH,
        "Is English Enough? R&D Notes on {Zero-Shot} Transfer at 5% of the Cost",
        ("Laurens van der Meer", "Ngozi Okafor"),
        2022,
        url="https://aclanthology.org/2199.emnlp-main.12/",
        venue="Findings of the Association for Cross-Lingual Methods: CLM 2022",
        source="openalex",
    ),
    Paper(
        AGAIN,
        "A Second Look at PolyBridge",
        ("Jürgen Weiß", "Ana-María O'Brien", "Martin King Jr.", "CLM Replication Team"),
        2021,
        version="v1",
        categories=("cs.CL",),
        source="arxiv",
    ),
    Paper(
        ATLAS,
        "ATLAS-XL: A Larger Encoder for Swahili and Urdu",
        ("Ada Lindqvist", "Imani Otieno", "Sara Haddad"),
        2021,
        version="v3",
        venue="Transactions of the Society for Multilingual Learning",
        source="bundled corpus",
    ),
    Paper(
        SURVEY,
        "A Synthesis of Transfer Results",
        (),
        None,
        url="https://example.org/reports/synthesis_(draft).pdf",
        source="papers/synthesis.pdf",
        machine_written=True,
        withdrawn=True,
    ),
)
