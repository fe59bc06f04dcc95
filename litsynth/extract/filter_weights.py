"""The weights of the cheap filter, as `python -m litsynth.benchmarks.claim_filter DATA` prints them."""

UNIT = 100
"""What a weight of 1 is in log-odds: one part in so many."""
BIAS = -171
PACKED = """\
-119 @cited
-116 @title experiments
-104 @colon
-87 @kind appendix
-66 @first
-64 @place 0.05|are
-62 they
-57 used
-56 their
-54 @others
-52 @length 6
-45 ^the|we
-44 use
-42 @lower
-40 evaluate|generated|pre|we use
-39 or|then
-37 @title future|pairs
-36 for each|space
-35 one
-33 @shown|human|in table
-32 ^we|answer|it is|means
-31 due|due to|error|make|representations
-30 batch|performance of|two
-29 can be|is a|loss|more than|predicted|random|step|target
-28 and the|each|represents|sequences
-27 0 score|be|world
-26 @length 10|@place 0.95|believe|provide|section|the|to 0|uses|was
-25 been|classification|encoding|range|research|the performance
-24 @title proof|^in the|^results|explore|model to|study|tuned|validation|vector|will|with a
-23 @title set-up|^a|in the|include|mean|set to|understand|value
-22 as the|evaluation|show the|studies|the average|the state|the training|whether
-21 @number|annotation|but also|conduct|describe|fine tuned|have|implementation|models are|relations|report|softmax
-21 takes|the models|the word|this section|we believe|we report|what|word
-20 @title method|^all|^we report|accuracy|and are|available|comparison|dependency|is to|keep|language models
-20 models and|models to|pair|provides|respectively|role|samples|take|the fact|used to|where the
-19 all the|architectures|both the|computed|consider|dimensional|document|fact|hidden|input|labeled|local|meaning
-19 processing|recently|score|span|that is|the task|we used|were
-18 0 for|@place 0.0|^at|b|build|defined|dropout|model on|predictions|range of|report the|selected|stage|steps
-18 taken|than 0|that we|values|weighted
-17 0 and|^it is|a sequence|average|embeddings and|epochs|for a|length|let|max|next|not|of a|often|point|refer
-17 related to|result|tasks|term|testing|the set|will be|with|with different
-16 ^let|analysis|and other|appendix a|applying|by using|certain|code|cross|define|described|details|enough
-16 for this|if|instance|known|like|machine|not only|of different|only the|shared|table 0|types of|various
-16 we evaluate|we set
-15 ^they|a sentence|a word|are in|as a|as well|before|bias|compute|decoding|early|final|has|head|line|ones
-15 rather than|represent the|select|that can|the current|the final|to find|to make|we also|we conduct|we only
-14 ^table|^table 0|^then|a model|add|algorithm|and their|are shown|based on|by a|candidate|denote|described in
-14 dimension|direction|follows|is trained|learned|machine translation|might|models for|of words|previous work
-14 search|section we|system|that this|the evaluation|the source|through|we perform
-13 @length 15|^for each|^these|after|combined|different|example|extraction|far|followed|for the|goal|has the
-13 have been|https|includes|into two|m|process|provided|relation|rest|start|the problem|training set|types
-13 using the|we apply|where is|whole
-12 ^during|^more|^specifically|aim|an example|calculated|concatenate|context|english|entities|first we
-12 for instance|form|how|idea|instances|languages|level|list|model is|number of|obtain the|on 0|one of|out
-12 position|prediction|representation|same|shows the|task of|that are|the original|the output|tuning|version|ways
-12 while
-11 0 e|^figure|^for|^we also|^we first|^we then|aims to|allows|and thus|and to|attention|batch size|content
-11 cross entropy|do not|downstream|each of|embeddings|entropy|etc|followed by|fully|hyperparameters|identify
-11 in our|input and|is|may|memory|methods|model for|models on|numbers|out of|pretrained|probability of|recall
-11 recent|remaining|set the|share|sum|the corresponding|times|to evaluate|trained|used for|we first|we then
-11 we train|which can|work
-10 0 shows|@place 0.3|ablation|about the|aims|and test|as follows|baselines|be a|denoted|evaluate the|function
-10 github|gold|has been|hyper|including|information from|into a|is shown|it has|linear|model in|models that|name
-10 named|of its|predict|predicting|question|represented|require|results of|sample|select the|set and|specific
-10 support|tasks such|the remaining|the th|the top|then we|training data|type|use the|weights
-9 ^given|^given a|^in order|^one|^recently|^we evaluate|a specific|against|and for|and in|applied|are used|around
-9 available at|be used|by|calculate|choice|choose|compute the|decoder|do|during training|evaluated|hard|is 0|l
-9 limited|main|many|model with|models with|neural|not be|performance in|practice|refer to|sentences|states|sub
-9 the ability|the existing|the same|these methods|these models|usually|we will
-8 ^after|^the first|^the results|^then we|^we use|all models|another|are also|attention mechanism|between|binary
-8 case|com|contains 0|corpora|denotes|distance|from a|future|in figure|is based|is used|may not|model which
-8 necessary|nlp|of training|order|parameters|pre trained|related|robust|scale|sentence|sequence of|so that
-8 the learning|the probability|they are|to use|tokens|typically|understanding|used as|uses a|variants
-7 ^specifically we|a similar|account|as in|correctly|data|designed|entropy loss|equal|fine tuning|for 0
-7 for example|github com|https github|implemented|in both|in this|indicating|investigate|is defined|itself|joint
-7 just|k|left|margin|model and|model the|models have|multiple|objective|on this|original|parameter|performed
-7 probability|re|relatively|replace|self attention|specifically we|take the|the dataset|the whole|to further
-7 to model|too|translation|we consider
-6 ?|^for example|^here|achieves the|and use|are 0|as our|associated|automatically|be found|classifier|compare
-6 concatenation|correct|defined as|denote the|divided|experiment|have the|included|is not|it to|made|no|optimizer
-6 our method|procedure|rate of|represent|right|sampled|scores|solve|techniques|test sets|that a|the one|the pre
-6 this work|to identify|to our|traditional|us to|vectors|version of|we compare|we randomly|well as|which is|who
-6 whose
-5 ^similarly|^we train|a 0|ability|amount|and then|as|consider the|figure|fixed|follow the|implement|large|matrix
-5 most of|otherwise|output of|respect|results are|s|special|standard|success|such|th|that it|the sentence
-5 this task|to train|variety|variety of|we follow|we have|we take
-4 ^an|^figure 0|^for the|^note|^note that|a large|applications|cnn|constructed|contributions|employ|evaluate our
-4 fair|from 0|get|ground|ground truth|hence|independent|is an|length of|likely|module|neural network|of using
-4 performing|potential|presented|prior|reported|run|seen|showed|such as|the overall|the target|top of|train the
-4 training the|used in|useful|we compute|wide|words in
-3 0 as|0 m|^each|^therefore we|^we compare|amount of|an|and can|art performance|at https|between the|challenging
-3 computation|concatenated|could|d|determine|examples|experiments on|features|following the|for both|gradient
-3 in order|in which|language processing|lead|learn|loss function|making|method is|models in|note that|our models
-3 rather|representations of|requires|score of|should|state|summary|task is|the loss|the next|the standard|them
-3 there are|therefore we|total|we define|word embeddings
-2 @length 90|^recent|^there|^there are|^when|a fixed|a multi|a set|adam|always|apply|considered|data and
-2 datasets are|exact|from different|if the|in particular|incorporate|issue|low|model s|model that|of an|order to
-2 our experiments|particular|publicly|reduce the|released|resulting|sequence|the most|trained with|truth|us|way
-2 with the|within the
2 @place 0.5|^0|^in contrast|^in this|adding|as an|at least|avoid|combination|compare the|corresponding
2 demonstrate that|did not|experiments we|from the|give|gpu|hand|in 0|increase|is no|it|its|key|learning|match
2 needs|neural networks|of each|of our|of these|of two|or the|perform|recognition|reported in|see|separately
2 subset of|the encoder|the maximum|the second|those|though|use a|use of|which has|with an
3 ^if|^in particular|^on the|addition to|address|among|an input|are not|as input|automatic|because the|bert
3 categories|conducted|ensure|finally|finally we|forward|general|given the|have a|i|in contrast|is only|negative
3 of both|our proposed|predicts|publicly available|results for|same as|short|should be|the development
3 the embedding|the main|this is|three|to generate|widely
4 0 a|^finally we|^in our|^it|^thus|advantage of|also be|and it|and we|appendix|architecture|be the|containing
4 during the|even|extensive|figure 0|following|information in|is still|learning rate|on the|our approach|over the
4 paper|question answering|randomly|relative|shown in|split|the full|this|to better|to ensure|token|transformer
4 while the|work we
5 0 0|^another|^the model|adopt|are trained|at the|construct|datasets and|directly|experiments|fine|generally
5 generate|impact of|importance|in addition|least|may be|metric|need|our work|reason|relevant|source|the impact
5 these|to learn|to the|trained on|we can|within
6 0 k|^in addition|^most|^since|^with|a given|ability to|able|able to|across|and its|besides|change|distribution
6 expected|focus on|future work|here we|improve the|initialized|into|large scale|layer|manner|networks|of which
6 outputs|points|precision|section 0|several|table|textual|the highest|top|when the
7 0 on|0 with|^furthermore|^on|^similar to|a small|as it|being|below|competitive|consisting|consisting of|extend
7 for all|furthermore|here|highest|i e|lead to|mainly|of all|of them|others|per|separate|setting|settings
7 the effectiveness|the size|these two|to achieve|to extract|train|which are|which we|works
8 0|^similar|^we show|approach to|at|better performance|demonstrates|e|five|four|full|graph|important
8 independently|instead of|makes|manually|mechanism|model|number|obtained by|of this|of tokens|part of|rely on
8 see that|smaller|task|the following|the input|to a|to represent|would
9 @last|^both|^since the|above|additionally|answering|benchmarks|domains|during|each other|few|impact|improving
9 in section|inference|lack|language|last|layers|leverage|natural|need to|obtain|problem|rank|real|required
9 results on|since the|slightly|the model|transformers
10 @place 0.12|^finally|a new|a significant|approach|art results|based models|can|contain|crucial|deep|development
10 encoder|follow|generating|in an|in each|indicates|inspired|inspired by|long|questions|rate|size of|statistics
10 the baseline|the last|the representation|time|to its|vocabulary|with 0
11 0 in|almost|benchmark|benefits|bottom|by the|c|can see|combination of|common|consists|grained|higher
11 improves the|is that|is the|language model|most|multi|of and|of the|on all|overall|parts|positive|possible
11 quality|results show|shown|simply|single|the effect|therefore|thus|using a
12 ^therefore|contrast|dataset is|every|feed|for|further|good|highly|improve|metrics|of|the data|the hidden|vs
13 ^besides|^this is|a few|already|are more|can also|detailed|end|help|method|part|rely|semantic|showing|splits
13 still|tune|very
14 @length 40|^as shown|and is|consists of|contextual|demonstrate the|despite|e g|effectiveness of|end to
14 explicitly|first|leveraging|models|similar|systems|the other|to end|worse
15 @theorem|^first|^to|advantage|are the|by 0|could be|effect|efficient|embedding|that the|the results|under
16 ^however|class|consistently|discussed|however the|in terms|leads|paper we|sentence and|terms of|than the
16 to each|which|wikipedia
17 % of|@kind body|^however the|annotated|any|appear|approaches|based|capture|components|encode|generates|leads to
17 output|terms|there|to capture|whereas
18 ^additionally|about|benefit|cannot|close|different from|does|especially|from|instead|introduce the|label|less
18 non|open|other hand|some of|t|well
19 ^as|achieves|and|easily|however|in all|into the|is also|is more|jointly|on|other|set|supervised|to address
19 utilize
20 ^while|a simple|consistent|difference|except|handle|learns|self|text|there is|we show
21 a|effectiveness|f 0|gap|generation|only|our model|over|problems|second|sets|this dataset|to this|up to|via
21 without
22 ^compared|base|comparable|domain|information|on both|on two|set of|state of|strategies|this paper|towards
23 0 is|compared with|contains|diverse|in other|network|strategy|structure|the test
24 ^by|^we observe|annotations|baseline|but|challenge|corpus|datasets|does not|has a|observe that|simple|true
25 0 we|^moreover|aware|combining|efficiency|find|indicates that|moreover|r|the art|the number|the proposed|we are
25 we further
26 ^from|^second|achieve|demonstrate|g
27 although|design|since|the 0|the text
28 art|proposed|test set
29 outperform|up
30 improves|increases|much
31 as shown|compared to|high|incorporating|it can|lstm|results in|significant|unlike
32 because|better than|modeling|outperforms the|present|strong|suggests|training
33 all|create|the first
34 @title introduction|^our|find that
35 ^we propose|both|improvements|we observe
36 a novel|external|we find|we introduce|we present|when
37 complex|documents|of 0|we found
38 0 %|additional
39 %|effective
40 performance on|that our
41 and 0|errors|performs
42 our
43 @share|compared|feature|found|new
44 ^instead|dataset|propose a|show
45 @place 0.7|lower
47 also|observed
48 f|framework|show that
49 effectively|labels
50 observe
51 zero
52 @gap|shows
54 introduce|shows that
55 @decimals|@title analysis|best|results
61 improvement|performance
62 @place 0.85|the best
64 @decimal
68 significantly
69 @kind abstract|novel
71 more
72 @title results
79 @length 60
82 that
92 outperforms
95 better|propose
101 than
105 we propose
159 @title conclusion
214 @stated"""
