"""The weights of the cheap filter, as `python -m litsynth.benchmarks.claim_filter DATA` prints them."""

UNIT = 100
"""What a weight of 1 is in log-odds: one part in so many."""
BIAS = -174
PACKED = """\
-121 @title experiments
-120 @cited
-107 @colon
-87 @kind appendix
-74 @first
-70 @place 0.05
-63 are
-62 we
-61 they
-58 used
-57 @others|their
-55 provide
-52 @length 6
-46 ^the
-42 @lower
-41 evaluate|pre
-40 use
-39 @title future|generated|or|then
-37 ^we
-36 pairs|space
-35 it is
-34 human|in table|means|one
-33 we use
-32 0 score|@shown|batch|can be|error|for each|target
-31 due|due to|representations|two
-30 answer|represents
-29 predicted
-28 @length 10|@place 0.95|believe|each|loss|more than|performance of|random|range|section
-27 is a|the performance
-26 and the|encoding|make|model to|step|study|will
-25 @title proof|be|been|explore|research|sequences|the|to 0|vector|was|world
-24 ^in the|this section|tuned|understand|uses
-23 classification|evaluation|in the|include|local|relations|the state
-22 ^results|b|mean|models to|provides|set to|validation|we believe|with a
-21 @title set-up|^a|^all|analysis|architectures|details|input|range of|show the|the average|the models
-21 the training|value|weighted|where the|whether
-20 all the|and other|annotation|but also|fine tuned|implementation|is to|language models|models are|score|softmax
-20 studies|the word|used to|what
-19 0 for|@title method|^we report|accuracy|and are|as the|computed|construct|dimensional|for this|keep|labeled
-19 models and|processing|recently|respectively|samples|section we|span|takes|that is|the fact|we report
-18 appendix a|both the|comparison|describe|document|embeddings and|have|hidden|meaning|pair|take|taken|tasks
-18 the task|were|with different
-17 @place 0.0|^at|^it is|and their|available|average|based on|cross|defined|epochs|fact|for the|model on|next|of a
-17 predictions|report|report the|result|role|selected|stage|table 0|than 0|that can|values|version|we used|word
-16 ^they|as well|build|code|consider|dropout|instance|length|let|max|not|of different|of words|often|ones|point
-16 related to|steps|system|the current|to evaluate|to find|types of|we also|whole|will be|with
-15 0 and|^let|^table|a sentence|a sequence|aim|algorithm|are in|are shown|before|by using|certain|compute|conduct
-15 dependency|described|english|enough|how|like|machine|not only|only the|refer|represent the|shared|term|testing
-15 the set|we evaluate|we perform|work
-14 ^table 0|a word|applying|as a|attention|denote|different|dimension|early|example|follows|for a|head|https|if
-14 is trained|line|model is|on 0|previous work|the evaluation|the final|the output|through|to make|various
-13 @length 15|^these|a model|an example|bias|by a|candidate|define|described in|direction|extraction|far|final
-13 first we|fully|idea|languages|learned|m|machine translation|one of|position|provided|rather than|representation
-13 rest|search|select|start|that this|that we|training set|tuning|using the|ways|we first|we set
-12 ^during|^for each|^more|^then|add|decoding|do|do not|followed|for instance|goal|has|has the|have been|includes
-12 including|into two|known|level|might|named|obtain the|prediction|share|we only|where is|which can|while
-11 0 e|0 shows|@number|^figure|^we first|^we then|ablation|allows|and test|and thus|batch size|calculated|combined
-11 concatenate|content|cross entropy|downstream|entities|etc|evaluate the|form|github|identify|instances|list
-11 model for|model in|neural|number of|same|shows the|states|task of|that are|the original|the problem|to use
-11 training data|translation|type|types|used for|version of|we conduct|we then|we will
-10 ^in order|^specifically|^we evaluate|after|aims|as follows|baselines|be a|be used|between|embeddings|entropy
-10 followed by|for 0|function|has been|hyperparameters|input and|into a|investigate|is 0|is shown|linear|main
-10 memory|models for|name|numbers|of its|pre trained|predicting|presented|pretrained|probability of|process
-10 relation|relatively|remaining|represented|scale|set the|sub|sum|tasks such|the corresponding|the dataset
-10 the remaining|the source|the th|the top|this work|times|trained|we apply
-9 @place 0.3|^given|^we also|a specific|about the|aims to|all models|and for|and then|and to|are used|case|com
-9 context|corpora|denoted|designed|during training|each of|evaluated|github com|gold|https github|hyper|in figure
-9 in our|information from|is|it has|many|may|models on|models with|objective|original|recall|recent
-9 representations of|require|sample|select the|sentences|sequence of|set and|support|the ability|the same
-9 the sentence|these models|they are|we train
-8 ^for|^given a|^one|^the results|against|and in|applied|around|available at|choice|choose|compute the|contains 0
-8 correct|decoder|denotes|distance|hard|independent|l|limited|made|measure|model which|not be|of using|out of
-8 predict|procedure|question|refer to|results of|should|the existing|then we|these methods|tokens|understanding
-8 use the|used as|uses a|variants|weights
-7 ?|^after|^recently|another|are also|as in|attention mechanism|binary|calculate|divided|entropy loss|equal
-7 examples|for example|in both|indicating|is based|is defined|is used|itself|may not|methods|model the|model with
-7 multiple|neural network|of training|on this|order|out|parameter|parameters|performance in|related|released
-7 so that|solve|specific|the learning|the probability|to identify|to model|to our|too|usually|which is|whose
-6 ^note|^note that|^similarly|^specifically we|^the first|^then we|^we use|ability|account|achieves the|an
-6 and use|are 0|be found|by|constructed|contributions|correctly|data|defined as|denote the|figure|ground
-6 ground truth|implemented|in this|it to|joint|just|k|large|left|margin|model and|models have|models that|nlp|no
-6 of an|of our|optimizer|performed|practice|replace|s|sentence|specifically we|success|test sets|that a|the one
-6 the pre|the whole|traditional|training the|we randomly
-5 ^an|^for example|^therefore we|a large|a similar|amount|as our|associated|at https|classifier|concatenation
-5 evaluate our|fine tuning|follow the|from a|have the|implement|in which|included|is not|matrix|module|most of
-5 necessary|note that|otherwise|probability|rate of|represent|requires|respect|results are|right|sampled
-5 self attention|special|standard|take the|therefore we|to train|train the|typically|us to|used in|vectors
-5 we consider|we follow|well as|who
-4 ^for the|^here|^we train|applications|art performance|automatically|between the|cnn|consider the|experiment
-4 fixed|from 0|future|incorporate|inputs|knowledge|length of|our method|output of|potential|present|robust|scores
-4 summary|the next|them|to further|top of|truth|us|we compare|words in
-3 0 as|0 the|@length 90|^each|^figure 0|^following|^in this|a 0|amount of|and can|apply|challenging|compare
-3 computation|concatenated|considered|d|datasets are|extracted|fair|features|get|gradient|is an|issue
-3 language processing|lead|loss function|model that|rather|re|reduce the|reported|specifically|state|such|task is
-3 techniques|that it|the loss|the overall|there are|this task|useful|using|variety|variety of|we compute|we have
-3 we take|weight|wide|with the|within the|word embeddings
-2 0 m|^based on|^in|^recent|^there|^there are|^we compare|a fixed|a multi|adam|along|always|as|combine
-2 corresponding|could|data and|experiments on|following the|from different|hence|in order|likely|making|model s
-2 nlp tasks|order to|paper|particular|prior|seen|sequence|similarly|th|the most|the previous|the standard
-2 the target|to encode|to perform|together|total|trained with|way|we define|words
2 ^in particular|^on the|a single|and a|architecture|as we|automatic|demonstrate that|difficult|ensure|existing
2 for our|give|given the|i|in 0|information in|is only|its|learning|of these|or the|publicly available|several
2 should be|shown in|source|subset|subset of|test|texts|the case|the two|those|to better|to ensure|to obtain
2 we add|widely used|with an
3 0|0 to|@place 0.5|^finally we|^if|^to|adding|addition to|also be|and its|and we|appendix|as an|at least
3 because the|categories|combination|datasets and|experimental results|figure 0|finally we|for both|gpu|hand
3 improve the|in a|increase|key|match|needs|neural networks|of two|on a|our proposed|outputs|predicts|recognition
3 reported in|some|structured|the development|the input|the maximum|this is|though|use a|work we
4 ^it|^similar to|across|an input|and it|are not|as input|avoid|bert|compare the|did not|during the|even
4 experiments we|focus|forward|from the|is still|it|large scale|mainly|manner|manually|metric|of both|of each
4 our approach|over the|question answering|results for|same as|the following|the main|three|to generate
4 transformer|we present|which has|widely|within
5 ^although|^another|^in our|^similar|^the model|ability to|address|adopt|advantage of|are trained|at the|be the
5 benefits|change|extend|finally|general|generally|have a|here we|in addition|initialized|into|introduce the
5 learning rate|least|networks|our work|randomly|relative|short|to the|trained on|use of|when the|which are
5 while the
6 0 a|0 k|0 with|^furthermore|^in addition|able|able to|among|below|besides|distribution|extensive|first
6 furthermore|generate|graph|impact of|importance|is the|layer|may be|of all|others|points|relevant|see|split
6 table|textual|the full|the impact|these|to extract|token|top
7 0 on|^most|^on|^with|a given|approach to|as it|being|consisting|consisting of|directly|expected|for all|four
7 future work|here|highest|lead to|need|of tokens|of which|on the|per|real|results on|settings|the highest
7 the model|the representation|the size|time|to learn|transformers
8 @last|@place 0.12|^since|additionally|are the|better performance|demonstrates|each other|few|fine|for|full
8 important|model|obtained by|of them|precision|section 0|task|the effect|to a|works
9 ^both|^since the|^we show|a small|answering|at|domains|during|end|experiments|focus on|improving|independently
9 inference|instead of|makes|mechanism|method|number|of and|of this|possible|required|see that|setting|single
9 slightly|smaller|the baseline|these two|thus|to represent|vocabulary|we introduce|with 0|would
10 ^finally|^therefore|a few|above|art results|based models|benchmark|benchmarks|by the|combination of|competitive
10 crucial|deep|five|generating|higher|i e|impact|improves the|in an|indicates|lack|language model|last|layers
10 models|multi|natural|part of|problem|rank|separate|since the|size of|the effectiveness|train|using a|very
10 we can|which we
11 0 in|and is|bottom|contrast|detailed|development|e|encoder|follow|grained|in section|inspired|inspired by
11 leverage|long|need to|of|positive|rate|rely on|results show|statistics|the hidden|the last|to achieve|to its
11 to this|vs
12 ^this is|a significant|almost|approach|are more|can also|can see|contain|e g|highly|in each|is that|language
12 metrics|most|of the|on all|overall|parts|questions|showing|shown|simply|therefore|to each
13 ^besides|already|any|c|components|effect|efficient|explicitly|feed|further|obtain|paper we|proposed|quality
13 rely|splits|the data|the other|tune
14 @length 40|approaches|based|by 0|can|common|consists|contextual|embedding|good|help|improve|leveraging|semantic
14 similar|still|this paper|worse
15 @theorem|^as shown|^first|consistently|could be|dataset is|end to|every|part|that the|to end|which
16 ^additionally|^however|a|about|advantage|annotated|challenge|class|consists of|despite|encode|in terms|other
16 sentence and|systems|terms of|the results|under|wikipedia
17 % of|^however the|appear|benefit|consistent|demonstrate the|effectiveness of|however the|label|leads|learns|non
17 open|output|problems|set|terms|than the|there
18 discussed|f 0|from|generates|handle|introduce|leads to|less|other hand|whereas
19 @kind body|achieves|and|cannot|close|comparable|create|does|gap|however|in all|into the|is more|some of|t
19 there is|to address|to capture|well
20 ^as|capture|different from|easily|especially|except|instead|is also|network|on|only|second|sets|supervised|text
20 we are
21 ^while|a simple|contains|datasets|difference|in other|jointly|on two|self|strategy|structure|utilize|we further
22 compared with|generation|information|strategies|the first|up to
23 0 is|^compared|a novel|base|baseline|on both|our model|over|state of|this dataset|towards|without
24 0 we|annotations|but|corpus|diverse|does not|domain|g|set of|the proposed|the test|via
25 ^by|^moreover|^we propose|aware|effectiveness|has a|indicates that|moreover|observe that|simple|the number
25 we show
26 combining|efficiency|r|true
27 ^from|^second|demonstrate|the art|the text
28 ^we observe|results in|since
29 achieve|art|find|improves|outperform|test set|the 0
30 although|design|high|increases|it can|novel
31 as shown|better than|incorporating|much
32 because|compared to|improvements|lstm|outperforms the|suggests|up
33 unlike
34 all|external|propose a|significant|strong
35 both|modeling|training
36 find that
37 0 %|@title introduction|^our|that our|when
38 %|additional|complex|documents|effective|of 0
39 and 0|errors|we observe
40 new|performance on|we find
41 our|we found
42 dataset|performs
43 compared
44 feature
45 @share|^instead|lower
46 @place 0.7|effectively|framework
47 f|found|observed
48 also|show
50 show that
51 labels|shows
52 best|zero
53 @gap|@title analysis|observe|shows that
54 results
56 propose
57 the best
58 @decimals|we propose
63 @decimal|improvement
64 performance
66 @place 0.85
68 @kind abstract|significantly
72 more
73 @title results
80 @length 60
85 that
93 outperforms
95 better
100 than
152 @title conclusion
174 @contributes
214 @stated"""
