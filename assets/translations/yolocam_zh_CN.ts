<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> dB</source>
        <translation> dB</translation>
    </message>
    <message>
        <source> kbit/s</source>
        <translation> kbit/s</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <comment>1 class</comment>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped/min</source>
        <translation>
            <numerusform>%n 帧丢弃/分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <comment>1 file</comment>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames dropped so far:</source>
        <comment>1 frame dropped so far:</comment>
        <translation>
            <numerusform>至今丢弃 %n 帧：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames processed</source>
        <comment>1 frame processed</comment>
        <translation>
            <numerusform>已处理 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <comment>1 layer</comment>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>A camera of this computer, by its number, name or device.</source>
        <translation>本机摄像头，按编号、名称或设备指定。</translation>
    </message>
    <message>
        <source>A lower number looks better and makes a larger file</source>
        <translation>数字越小画质越好，文件也越大</translation>
    </message>
    <message>
        <source>A moving image that needs no file or camera</source>
        <translation>无需文件或摄像头的动态画面</translation>
    </message>
    <message>
        <source>A moving test card of any size and rate.</source>
        <translation>任意尺寸和帧率的动态测试画面。</translation>
    </message>
    <message>
        <source>A network camera, a stream, or a video on a web server.</source>
        <translation>网络摄像头、视频流或网页服务器上的视频。</translation>
    </message>
    <message>
        <source>A part of the screen</source>
        <translation>屏幕的一部分</translation>
    </message>
    <message>
        <source>A rule does something when something happens: add one.</source>
        <translation>规则在某事发生时执行操作：请添加一条。</translation>
    </message>
    <message>
        <source>A screen, a part of it, or a window, as it is seen.</source>
        <translation>屏幕、屏幕的一部分或窗口，所见即所得。</translation>
    </message>
    <message>
        <source>A short clip of a wall of photographs, to see what detections look like</source>
        <translation>一段照片墙短片，用来查看检测效果</translation>
    </message>
    <message>
        <source>A stream begins with {network}. Other sources begin with {others}. A path or the number of a camera works too.</source>
        <translation>网络流以 {network} 开头。其他来源以 {others} 开头。也可以输入路径或摄像头编号。</translation>
    </message>
    <message>
        <source>A webcam or another video device of this computer</source>
        <translation>本机的网络摄像头或其他视频设备</translation>
    </message>
    <message>
        <source>AP50 on the COCO test images in percent: higher is better</source>
        <translation>COCO 测试图像上的 AP50（百分比），越高越好</translation>
    </message>
    <message>
        <source>About yolocam</source>
        <translation>关于 yolocam</translation>
    </message>
    <message>
        <source>Above 0 the sound comes later, for cameras whose images come late</source>
        <translation>大于 0 时声音推后，适用于画面延迟的摄像头</translation>
    </message>
    <message>
        <source>Above 0 the sound is louder, below softer</source>
        <translation>大于 0 声音更大，小于 0 更小</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Accuracy is AP50 on the COCO test images, in percent: it rises with every object found and falls with every wrong detection. The best models of this kind reach about 70.</source>
        <translation>精度是 COCO 测试图像上的 AP50（百分比）：每找到一个目标就升高，每次误检就降低。同类最好的模型约为 70。</translation>
    </message>
    <message>
        <source>Accuracy {ap50} on COCO</source>
        <translation>COCO 准确率 {ap50}</translation>
    </message>
    <message>
        <source>Add a model: choose its .cfg and .weights files</source>
        <translation>添加模型：选择其 .cfg 和 .weights 文件</translation>
    </message>
    <message>
        <source>Add a model: choose its folder</source>
        <translation>添加模型：选择其文件夹</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Add a rule…</source>
        <translation>添加规则…</translation>
    </message>
    <message>
        <source>Add an action</source>
        <translation>添加操作</translation>
    </message>
    <message>
        <source>Add as own model</source>
        <translation>添加为自己的模型</translation>
    </message>
    <message>
        <source>Add own model…</source>
        <translation>添加自己的模型…</translation>
    </message>
    <message>
        <source>Add your own model: its .cfg and .weights files, or their folder</source>
        <translation>添加自己的模型：.cfg 和 .weights 文件，或其所在文件夹</translation>
    </message>
    <message>
        <source>Added {model}</source>
        <translation>已添加 {model}</translation>
    </message>
    <message>
        <source>Added {model} with {classes}</source>
        <translation>已添加 {model}，含 {classes}</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All but {name}</source>
        <translation>除 {name} 外全部</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>所有来源</translation>
    </message>
    <message>
        <source>All {total} shown</source>
        <translation>全部 {total} 个均显示</translation>
    </message>
    <message>
        <source>Also saves the film, or the images, with boxes and labels as they look now.</source>
        <translation>同时保存带有当前样式的框和标签的视频或图片。</translation>
    </message>
    <message>
        <source>An image comes: {0} × {1} pixels</source>
        <translation>收到图像：{0} × {1} 像素</translation>
    </message>
    <message>
        <source>An image that shows when each class was there.</source>
        <translation>显示各类别何时出现的图像。</translation>
    </message>
    <message>
        <source>An image that shows where objects were, and how long, over the first frame.</source>
        <translation>在第一帧上显示物体出现位置和停留时间的图像。</translation>
    </message>
    <message>
        <source>Any file that FFmpeg can read (Ctrl+O)</source>
        <translation>FFmpeg 能读取的任何文件 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Area {number}</source>
        <translation>区域 {number}</translation>
    </message>
    <message>
        <source>Areas and lines are drawn under “Tracking and regions”</source>
        <translation>区域和线在“跟踪与区域”中绘制</translation>
    </message>
    <message>
        <source>As fast as possible</source>
        <translation>尽可能快</translation>
    </message>
    <message>
        <source>As in Darknet</source>
        <translation>与 Darknet 相同</translation>
    </message>
    <message>
        <source>As in the tutorials</source>
        <translation>与教程相同</translation>
    </message>
    <message>
        <source>As the source</source>
        <translation>与来源相同</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Back 5 seconds</source>
        <translation>后退 5 秒</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Base resolution</source>
        <translation>基础分辨率</translation>
    </message>
    <message>
        <source>Best quality</source>
        <translation>最佳画质</translation>
    </message>
    <message>
        <source>Better: {model}</source>
        <translation>更好：{model}</translation>
    </message>
    <message>
        <source>Better: {model}…</source>
        <translation>更好：{model}…</translation>
    </message>
    <message>
        <source>Billions of operations for one image: lower is faster</source>
        <translation>处理一张图像所需的十亿次运算，越低越快</translation>
    </message>
    <message>
        <source>Bitrate</source>
        <translation>码率</translation>
    </message>
    <message>
        <source>Both, in two files</source>
        <translation>两者，存为两个文件</translation>
    </message>
    <message>
        <source>Box colours, one for each class.</source>
        <translation>检测框颜色，每个类别一种。</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>代理服务器</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>ByteTrack also follows an object while it is found with little confidence; OC-SORT takes one that comes back to have gone straight.</source>
        <translation>ByteTrack 在置信度较低时也会继续跟踪目标；OC-SORT 假定再次出现的目标沿直线移动。</translation>
    </message>
    <message>
        <source>COCO results</source>
        <translation>COCO 结果</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>摄像头 {number}</translation>
    </message>
    <message>
        <source>Cameras and screens have no sound of their own: choose an input for them</source>
        <translation>摄像头和屏幕本身没有声音：请为它们选择一个输入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel opening</source>
        <translation>取消打开</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>捕获</translation>
    </message>
    <message>
        <source>Capture part of the screen…</source>
        <translation>捕获屏幕的一部分…</translation>
    </message>
    <message>
        <source>Capture the screen</source>
        <translation>捕获屏幕</translation>
    </message>
    <message>
        <source>Change a rule</source>
        <translation>更改规则</translation>
    </message>
    <message>
        <source>Change the selected rule (Enter)</source>
        <translation>更改所选规则（回车）</translation>
    </message>
    <message>
        <source>Changes to the rules of {file} last until the window closes; Export keeps them.</source>
        <translation>对 {file} 中规则的更改在窗口关闭前有效；导出可保留它们。</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Check of {model}</source>
        <translation>{model} 的检查</translation>
    </message>
    <message numerus="yes">
        <source>Check reports %n warnings</source>
        <comment>Check reports 1 warning</comment>
        <translation>
            <numerusform>检查报告 %n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>Check whether its files fit together, and show its layers</source>
        <translation>检查文件是否匹配，并显示各层</translation>
    </message>
    <message>
        <source>Checking {file}…</source>
        <translation>正在检查 {file}…</translation>
    </message>
    <message>
        <source>Choose a class of the network, or type several with commas between them</source>
        <translation>选择网络的一个类别，或输入多个并用逗号分隔</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose a format.</source>
        <translation>请选择一种格式。</translation>
    </message>
    <message>
        <source>Choose a part of the screen</source>
        <translation>选择屏幕的一部分</translation>
    </message>
    <message>
        <source>Choose a tool and draw on the image: who crosses a line is counted.</source>
        <translation>选择工具并在图像上绘制：越过线的对象会被计数。</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Choose its weights on this computer: they are compared with the published ones, and taken</source>
        <translation>选择此计算机上的权重文件：与已发布的权重比较后采用</translation>
    </message>
    <message>
        <source>Choose the .cfg and .weights files, and the .names file if there is one</source>
        <translation>选择 .cfg 和 .weights 文件，如有 .names 文件也一并选择</translation>
    </message>
    <message>
        <source>Choose the folder for recordings</source>
        <translation>选择录制文件夹</translation>
    </message>
    <message>
        <source>Choose the folder with the files of the model</source>
        <translation>选择模型文件所在的文件夹</translation>
    </message>
    <message>
        <source>Choose what the window shows</source>
        <translation>选择窗口显示的内容</translation>
    </message>
    <message>
        <source>Choose “As fast as possible” for it.</source>
        <translation>请先选择“尽可能快”。</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清晰</translation>
    </message>
    <message>
        <source>Clear recent</source>
        <translation>清除最近打开的记录</translation>
    </message>
    <message>
        <source>Click a row to go to this moment of a file</source>
        <translation>单击一行可转到文件的这一时刻</translation>
    </message>
    <message>
        <source>Click the corners of an area; a double click closes it</source>
        <translation>点击区域的各个角；双击闭合</translation>
    </message>
    <message>
        <source>Click to see milliseconds or the number of the frame</source>
        <translation>点击可显示毫秒或帧号</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the video, image or camera that is open</source>
        <translation>关闭打开的视频、图像或摄像头</translation>
    </message>
    <message>
        <source>Close this report (Esc)</source>
        <translation>关闭此报告 (Esc)</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>正在关闭…</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>编码格式</translation>
    </message>
    <message>
        <source>Colour boxes by class or, with tracking, by object.</source>
        <translation>按类别为框着色；启用跟踪时可按对象着色。</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Constant quality</source>
        <translation>恒定质量</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>封装格式</translation>
    </message>
    <message>
        <source>Continue where it stopped</source>
        <translation>从中断处继续</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>控制面板</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Copy the selected rule (Ctrl+D)</source>
        <translation>复制所选规则 (Ctrl+D)</translation>
    </message>
    <message>
        <source>Copy the versions, for a report</source>
        <translation>复制版本信息，用于报告问题</translation>
    </message>
    <message>
        <source>Copy the whole report as plain text</source>
        <translation>以纯文本复制整个报告</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Counts the objects that enter the area, leave it, and are in it</source>
        <translation>统计进入、离开以及位于该区域内的对象</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Custom server</source>
        <translation>自定义服务器</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Darknet models</source>
        <translation>Darknet 模型</translation>
    </message>
    <message>
        <source>Darknet weights</source>
        <translation>Darknet 权重</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete its files from this computer (Delete)</source>
        <translation>从本机删除其文件 (Delete)</translation>
    </message>
    <message>
        <source>Delete the files of {model}</source>
        <translation>删除 {model} 的文件</translation>
    </message>
    <message>
        <source>Delete the selected region (Del)</source>
        <translation>删除所选区域 (Del)</translation>
    </message>
    <message>
        <source>Delete the selected rule (Del)</source>
        <translation>删除所选规则 (Del)</translation>
    </message>
    <message>
        <source>Delete {model} ({size}) from this computer?</source>
        <translation>从本机删除 {model}（{size}）？</translation>
    </message>
    <message>
        <source>Detect only here</source>
        <translation>仅在此检测</translation>
    </message>
    <message>
        <source>Detected only here</source>
        <translation>仅在此检测</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Detects objects in videos, images and cameras, on this computer alone.</source>
        <translation>检测视频、图像和摄像头中的目标，全部在本机上进行。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Distance between two positions of a pattern: 2 halves the image</source>
        <translation>卷积核两个位置之间的距离：2 使图像减半</translation>
    </message>
    <message>
        <source>Do not delete it</source>
        <translation>不删除</translation>
    </message>
    <message>
        <source>Double-click to give it another name</source>
        <translation>双击可重命名</translation>
    </message>
    <message>
        <source>Double-click to reset it to {default}.</source>
        <translation>双击重置为 {default}。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download failed</source>
        <translation>下载失败</translation>
    </message>
    <message>
        <source>Download from {hosts}</source>
        <translation>从 {hosts} 下载</translation>
    </message>
    <message>
        <source>Download it first</source>
        <translation>请先下载</translation>
    </message>
    <message>
        <source>Download it to this computer (Enter)</source>
        <translation>下载到本机 (Enter)</translation>
    </message>
    <message>
        <source>Download models, add your own, and check their files</source>
        <translation>下载模型、添加自己的模型并检查其文件</translation>
    </message>
    <message>
        <source>Download models, or add your own (Ctrl+L)</source>
        <translation>下载模型，或添加自己的模型 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Drag a line over the image; its arrow shows which way is in</source>
        <translation>在图像上拖出一条线；箭头方向计为进入</translation>
    </message>
    <message>
        <source>Drag an area over the image</source>
        <translation>在图像上拖出一个区域</translation>
    </message>
    <message>
        <source>Drag over the screen…</source>
        <translation>在屏幕上拖动选择…</translation>
    </message>
    <message>
        <source>Drag over what is to be captured. Enter takes the whole screen, Esc cancels.</source>
        <translation>拖动选择要捕获的区域。按回车键选择整个屏幕，按 Esc 取消。</translation>
    </message>
    <message>
        <source>Draw a line first</source>
        <translation>请先画一条线</translation>
    </message>
    <message>
        <source>Draw a line or an area: what happens there is listed here</source>
        <translation>画一条线或一个区域：那里发生的事件会列在这里</translation>
    </message>
    <message>
        <source>Draw the recent path of each tracked object.</source>
        <translation>绘制每个被跟踪对象最近的路径。</translation>
    </message>
    <message>
        <source>Drop a box that overlaps a better one of its class by more than this.</source>
        <translation>与同类更好的框重叠超过此值的框将被去除。</translation>
    </message>
    <message>
        <source>Drop to add the model</source>
        <translation>松开即可添加模型</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>松开即可打开</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Encodes for two seconds, and chooses what leaves room for the detector</source>
        <translation>试编码两秒，选出能为检测留出余量的设置</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>加密 (TLS)</translation>
    </message>
    <message>
        <source>End here; what was saved so far stays</source>
        <translation>到此结束；已保存的内容会保留</translation>
    </message>
    <message>
        <source>End the stream</source>
        <translation>结束直播</translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation>正在结束…</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>推理引擎</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>进入</translation>
    </message>
    <message>
        <source>Entry of the keyring</source>
        <translation>密钥环条目</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Every class is shown.</source>
        <translation>所有类别均已显示。</translation>
    </message>
    <message>
        <source>Every frame</source>
        <translation>每一帧</translation>
    </message>
    <message>
        <source>Exchange the two directions of the selected line</source>
        <translation>交换所选线的两个方向</translation>
    </message>
    <message>
        <source>Export rules…</source>
        <translation>导出规则…</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加快</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>文件或文件夹</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files missing</source>
        <translation>缺少文件</translation>
    </message>
    <message>
        <source>Film or images with boxes painted in</source>
        <translation>带框的视频或图片</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>滤波器</translation>
    </message>
    <message>
        <source>Find the video…</source>
        <translation>查找视频…</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Finishing the recording…</source>
        <translation>正在完成录制…</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首次</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>首次出现</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适配方式</translation>
    </message>
    <message>
        <source>Fold or unfold {section}</source>
        <translation>折叠或展开“{section}”</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Follow objects, draw lines and areas, and count who crosses and enters</source>
        <translation>跟踪对象，绘制线和区域，并统计越过和进入的数量</translation>
    </message>
    <message>
        <source>For</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>For your own cameras, which often sign their own certificate: who can get in between sees the password and the images</source>
        <translation>适用于您自己的摄像头，它们的证书往往是自签名的：能够介入连接的人可以看到密码和图像</translation>
    </message>
    <message>
        <source>Forget what was opened</source>
        <translation>忘记打开过的内容</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Forward 5 seconds</source>
        <translation>前进 5 秒</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>检出</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Frames per second, at most</source>
        <translation>每秒最多帧数</translation>
    </message>
    <message>
        <source>Frames per second: {captured} captured, {inferred} inferred, {shown} shown.</source>
        <translation>每秒帧数：采集 {captured}，推理 {inferred}，显示 {shown}。</translation>
    </message>
    <message>
        <source>Free disk space: {size}</source>
        <translation>可用磁盘空间：{size}</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>From files…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>From its first to its last image</source>
        <translation>从首次出现到最后出现</translation>
    </message>
    <message>
        <source>From now on the last {seconds} seconds are kept: press again to save them</source>
        <translation>从现在起保留最近 {seconds} 秒：再按一次即可保存</translation>
    </message>
    <message>
        <source>From the capture of a frame until it is on the screen.</source>
        <translation>从采集一帧到显示在屏幕上的时间。</translation>
    </message>
    <message>
        <source>From the page of your channel</source>
        <translation>来自你的频道页面</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>GFLOPs</source>
        <translation>GFLOPs</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Getting the model ready…</source>
        <translation>正在准备模型…</translation>
    </message>
    <message>
        <source>Give each object a number that it keeps from frame to frame</source>
        <translation>为每个对象编号，并在各帧之间保持不变</translation>
    </message>
    <message>
        <source>Give each object a number that it keeps from frame to frame.</source>
        <translation>为每个目标分配一个在各帧之间保持不变的编号。</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>开始直播</translation>
    </message>
    <message>
        <source>Go live…</source>
        <translation>开始直播…</translation>
    </message>
    <message>
        <source>Go to end</source>
        <translation>转到结尾</translation>
    </message>
    <message>
        <source>Go to start</source>
        <translation>转到开头</translation>
    </message>
    <message>
        <source>Go to where one of the chosen classes next appears in what was seen so far</source>
        <translation>跳到已看过的部分中所选类别下一次出现的位置</translation>
    </message>
    <message>
        <source>Go to where something next crosses a line, enters or leaves an area, in what was seen so far</source>
        <translation>跳到已看过的部分中下一个越线、进入或离开区域的时刻</translation>
    </message>
    <message>
        <source>Goes through the file beside the window, with the settings and the tracking of this moment; otherwise the film is played once.</source>
        <translation>在窗口之外处理整个文件，使用当前的设置与跟踪；否则会将视频播放一遍。</translation>
    </message>
    <message>
        <source>Graphics card, if it can</source>
        <translation>显卡（如果支持）</translation>
    </message>
    <message>
        <source>Half take less than {p50} ms, 95 % less than {p95} ms.</source>
        <translation>一半低于 {p50} ms，95 % 低于 {p95} ms。</translation>
    </message>
    <message>
        <source>Have something done when something happens: save a clip, send a message</source>
        <translation>在某事发生时执行操作：保存片段、发送消息</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热力图</translation>
    </message>
    <message>
        <source>Hidden in the image</source>
        <translation>在图像中隐藏</translation>
    </message>
    <message>
        <source>Hide detections less confident than this.</source>
        <translation>隐藏置信度低于此值的检测。</translation>
    </message>
    <message>
        <source>Hide every class, then tick the ones you want</source>
        <translation>隐藏所有类别，然后勾选需要的类别</translation>
    </message>
    <message>
        <source>Hide in the image</source>
        <translation>在画面中隐藏</translation>
    </message>
    <message>
        <source>Hide {name}</source>
        <translation>隐藏 {name}</translation>
    </message>
    <message>
        <source>How a frame fits into the network&apos;s input: letterbox keeps its proportions, stretch fills the input, auto does what the model was trained with.</source>
        <translation>帧如何适配网络输入：“Letterbox”保持宽高比，“拉伸”填满输入，“自动”与模型训练时一致。</translation>
    </message>
    <message>
        <source>How fast the file plays ([ slower, ] faster)</source>
        <translation>文件播放速度（[ 减慢，] 加快）</translation>
    </message>
    <message>
        <source>How large the labels are; auto suits the image.</source>
        <translation>标签的大小；“自动”会适应图像。</translation>
    </message>
    <message>
        <source>How long those that left the area had been in it</source>
        <translation>已离开者在该区域内停留了多久</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>How many of each class entered and left each region and crossed each line, as CSV.</source>
        <translation>每个类别进入和离开各区域、越过各条线的数量，CSV 格式。</translation>
    </message>
    <message>
        <source>I have the file…</source>
        <translation>我已有该文件…</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images are never dropped.</source>
        <translation>图片从不丢弃。</translation>
    </message>
    <message>
        <source>Images have no frame rate.</source>
        <translation>图片没有帧率。</translation>
    </message>
    <message>
        <source>Images, videos and folders of them.</source>
        <translation>图像、视频及其文件夹。</translation>
    </message>
    <message>
        <source>Import rules</source>
        <translation>导入规则</translation>
    </message>
    <message>
        <source>Import rules…</source>
        <translation>导入规则…</translation>
    </message>
    <message>
        <source>In</source>
        <translation>进</translation>
    </message>
    <message>
        <source>In how many frames, when and how confidently each class was found; .csv, .json or .txt.</source>
        <translation>各类别在多少帧中、何时以及以多高置信度被检出；.csv、.json 或 .txt。</translation>
    </message>
    <message>
        <source>In the film</source>
        <translation>在视频中</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>In view</source>
        <translation>出现时长</translation>
    </message>
    <message>
        <source>Included</source>
        <translation>已内置</translation>
    </message>
    <message>
        <source>Inference</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Input {size}, {colours}, {fit}</source>
        <translation>输入 {size}，{colours}，{fit}</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Inside now</source>
        <translation>当前在内</translation>
    </message>
    <message numerus="yes">
        <source>It detects %n classes.</source>
        <comment>It detects 1 class.</comment>
        <translation>
            <numerusform>可检测 %n 个类别。</numerusform>
        </translation>
    </message>
    <message>
        <source>It goes into this system&apos;s keyring. Rules and their files hold only its name.</source>
        <translation>它存入本系统的密钥环。规则及其文件只含其名称。</translation>
    </message>
    <message>
        <source>It has to be downloaded first ({size}).</source>
        <translation>需要先下载（{size}）。</translation>
    </message>
    <message>
        <source>It holds at once, also while something is recorded or streamed.</source>
        <translation>立即生效，录制或直播过程中也是如此。</translation>
    </message>
    <message>
        <source>It is already on this computer</source>
        <translation>已在本机</translation>
    </message>
    <message>
        <source>It is being downloaded</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>It is being prepared</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>It is being tested.</source>
        <translation>正在测试。</translation>
    </message>
    <message>
        <source>It is not on this computer</source>
        <translation>不在本机</translation>
    </message>
    <message>
        <source>It is part of yolocam</source>
        <translation>它是 yolocam 的一部分</translation>
    </message>
    <message>
        <source>It was put there by hand: remove its file by hand</source>
        <translation>该文件是手动放入的，请手动删除</translation>
    </message>
    <message>
        <source>Its name, such as broker</source>
        <translation>其名称，例如 broker</translation>
    </message>
    <message>
        <source>Its weights ({size}) are not on this computer</source>
        <translation>其权重（{size}）不在此计算机上</translation>
    </message>
    <message>
        <source>Its weights are not on this computer</source>
        <translation>其权重不在此计算机上</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>保存机密</translation>
    </message>
    <message>
        <source>Keep a secret…</source>
        <translation>保存机密…</translation>
    </message>
    <message>
        <source>Keep at most this many detections in one image.</source>
        <translation>一张图像中最多保留这么多检测。</translation>
    </message>
    <message>
        <source>Keep candidates for other thresholds</source>
        <translation>保留候选框以供其他阈值使用</translation>
    </message>
    <message>
        <source>Keep every frame</source>
        <translation>保留每一帧</translation>
    </message>
    <message>
        <source>Keep the key in this system&apos;s keyring</source>
        <translation>将密钥保存在系统密钥环中</translation>
    </message>
    <message>
        <source>Keep the last message</source>
        <translation>保留最后一条消息</translation>
    </message>
    <message>
        <source>Keep the last seconds of what is shown</source>
        <translation>保留最近显示的画面</translation>
    </message>
    <message>
        <source>Keep the last {seconds} seconds</source>
        <translation>保留最近 {seconds} 秒</translation>
    </message>
    <message>
        <source>Keep {seconds} s</source>
        <translation>保留 {seconds} 秒</translation>
    </message>
    <message>
        <source>Kept now: {seconds} s, {size}</source>
        <translation>当前保留：{seconds} 秒，{size}</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Label size</source>
        <translation>标签大小</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>末次</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layer {layer} ({type}): {grid} cells of {stride} pixels, receptive field {field}; anchors {anchors}</source>
        <translation>第 {layer} 层（{type}）：{grid} 个单元，每个 {stride} 像素，感受野 {field}；锚框 {anchors}</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layers whose output it takes</source>
        <translation>以哪些层的输出为输入</translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation>最低置信度</translation>
    </message>
    <message>
        <source>Leave full screen, cancel, dismiss</source>
        <translation>退出全屏、取消、关闭消息</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Leave out what comes now; the recording goes on in the same file</source>
        <translation>跳过现在的画面，之后继续录到同一个文件</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Left and right, from -60 to 0 dB. Speech should reach -18 to -6 dB.</source>
        <translation>左右声道，-60 至 0 dB。语音应达到 -18 至 -6 dB。</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Let the sound be heard (Shift+M)</source>
        <translation>取消静音 (Shift+M)</translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation>Letterbox</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>电平</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线</translation>
    </message>
    <message>
        <source>Line of the cfg file where the layer begins</source>
        <translation>该层在 cfg 文件中的起始行</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>线宽</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>线 {number}</translation>
    </message>
    <message>
        <source>List every class, or those that were seen</source>
        <translation>列出所有类别，或仅列出出现过的类别</translation>
    </message>
    <message>
        <source>Listed once a model is ready</source>
        <translation>模型就绪后列出</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Live, {rate} Mbit/s</source>
        <translation>直播中，{rate} Mbit/s</translation>
    </message>
    <message>
        <source>Live, {rate} Mbit/s, {share} lost</source>
        <translation>直播中，{rate} Mbit/s，丢失 {share}</translation>
    </message>
    <message>
        <source>Load regions</source>
        <translation>加载区域</translation>
    </message>
    <message>
        <source>Load regions…</source>
        <translation>加载区域…</translation>
    </message>
    <message>
        <source>Log line</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>Log: none is kept. {command} shows one in the terminal.</source>
        <translation>日志：不保存日志。{command} 会在终端中显示日志。</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Looking for cameras…</source>
        <translation>正在查找摄像头…</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Lost: {network} frames by the network, {encoder} by the encoder, {share} of all</source>
        <translation>丢失：网络 {network} 帧，编码器 {encoder} 帧，占全部的 {share}</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>增大音量</translation>
    </message>
    <message>
        <source>MOT</source>
        <translation>MOT</translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation>MQTT</translation>
    </message>
    <message>
        <source>Makes the area unrecognisable here, in recordings, snapshots and streams, whatever is in it</source>
        <translation>使该区域无法辨认，无论其中是什么：在此处以及录制、快照和直播中</translation>
    </message>
    <message>
        <source>Max detections</source>
        <translation>最大检测数</translation>
    </message>
    <message>
        <source>Mean stay</source>
        <translation>平均停留</translation>
    </message>
    <message>
        <source>Measured when the model ran on this computer, otherwise estimated from its GFLOPs</source>
        <translation>模型在本机运行时测得，否则按其 GFLOPs 估算</translation>
    </message>
    <message>
        <source>Memory, at most</source>
        <translation>内存上限</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>单色</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More models…</source>
        <translation>更多模型…</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Mute (Shift+M)</source>
        <translation>静音 (Shift+M)</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>Name of the secret</source>
        <translation>机密的名称</translation>
    </message>
    <message>
        <source>Needs {module}: pip install &apos;{package}&apos;</source>
        <translation>需要 {module}：pip install &apos;{package}&apos;</translation>
    </message>
    <message>
        <source>Network camera or stream</source>
        <translation>网络摄像头或视频流</translation>
    </message>
    <message>
        <source>Next appearance</source>
        <translation>下一次出现</translation>
    </message>
    <message>
        <source>Next event</source>
        <translation>下一个事件</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>Next frame (.)</source>
        <translation>下一帧 (.)</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>未找到摄像头</translation>
    </message>
    <message>
        <source>No class is shown.</source>
        <translation>未显示任何类别。</translation>
    </message>
    <message>
        <source>No frame yet</source>
        <translation>尚无帧</translation>
    </message>
    <message>
        <source>No frames are shown while playback is paused.</source>
        <translation>暂停时不显示新的帧。</translation>
    </message>
    <message>
        <source>No model is ready yet</source>
        <translation>尚无就绪的模型</translation>
    </message>
    <message>
        <source>No model is ready yet.</source>
        <translation>尚无就绪的模型。</translation>
    </message>
    <message>
        <source>No model is ready: {reason}</source>
        <translation>没有就绪的模型：{reason}</translation>
    </message>
    <message>
        <source>No model selected</source>
        <translation>未选择模型</translation>
    </message>
    <message>
        <source>No object was seen twice yet</source>
        <translation>尚无目标被看到两次</translation>
    </message>
    <message>
        <source>No problems found in these files.</source>
        <translation>未发现这些文件有问题。</translation>
    </message>
    <message>
        <source>No program here shows folders: {path}</source>
        <translation>这里没有可以显示文件夹的程序：{path}</translation>
    </message>
    <message>
        <source>No “{name}” is drawn here</source>
        <translation>此处没有绘制“{name}”</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>None of the chosen formats can be opened again.</source>
        <translation>所选格式都无法再次打开。</translation>
    </message>
    <message>
        <source>Not complete yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>未下载</translation>
    </message>
    <message>
        <source>Not found: {files}</source>
        <translation>未找到：{files}</translation>
    </message>
    <message>
        <source>Not live: {reason}</source>
        <translation>未直播：{reason}</translation>
    </message>
    <message>
        <source>Not measured: nothing is running.</source>
        <translation>未测量：没有运行。</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Note: {text}.</source>
        <translation>提示：{text}。</translation>
    </message>
    <message>
        <source>Nothing happened at a line or area before this</source>
        <translation>此前没有线或区域事件</translation>
    </message>
    <message>
        <source>Nothing happened at a line or area later than this, so far</source>
        <translation>到目前为止，此后没有线或区域事件</translation>
    </message>
    <message>
        <source>Nothing has happened at the lines and areas yet</source>
        <translation>线和区域处尚未发生事件</translation>
    </message>
    <message>
        <source>Nothing has happened at the lines and areas yet.</source>
        <translation>线和区域处还没有发生任何事。</translation>
    </message>
    <message>
        <source>Nothing is being recorded.</source>
        <translation>没有在录制。</translation>
    </message>
    <message>
        <source>Nothing is detected in the area; the image stays as it is</source>
        <translation>该区域内不进行检测；图像保持原样</translation>
    </message>
    <message>
        <source>Nothing is detected outside this area and others of this kind; the image stays as it is</source>
        <translation>此区域及同类区域之外不进行检测；图像保持原样</translation>
    </message>
    <message>
        <source>Nothing is kept yet: no new image came</source>
        <translation>尚未保留任何内容：没有新的画面</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>未打开任何内容。</translation>
    </message>
    <message>
        <source>Nothing is tracked: switch tracking on first.</source>
        <translation>未进行跟踪：请先打开跟踪。</translation>
    </message>
    <message>
        <source>Nothing of the chosen classes was seen before this</source>
        <translation>在此之前没有看到所选类别</translation>
    </message>
    <message>
        <source>Nothing of the chosen classes was seen later than this, so far</source>
        <translation>在此之后目前还没有看到所选类别</translation>
    </message>
    <message>
        <source>Nothing that was copied can be opened: copy a file, a path or an address</source>
        <translation>复制的内容无法打开：请复制文件、路径或地址</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>尚未作任何更改。</translation>
    </message>
    <message>
        <source>Nothing was found yet</source>
        <translation>尚无检测结果</translation>
    </message>
    <message>
        <source>Nothing was recorded: no new frame came</source>
        <translation>没有录制内容：没有新的帧</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Number format inside the network. auto uses the fastest exact one of this device. int8 is faster still on a processor; the first time it starts after about 60 frames, and only if it stays accurate.</source>
        <translation>网络内部的数值格式。“自动”使用本设备上最快的精确格式。int8 在处理器上更快；首次使用时约 60 帧后启用，且仅在保持精度时启用。</translation>
    </message>
    <message>
        <source>Number of patterns it looks for</source>
        <translation>该层的卷积核数量</translation>
    </message>
    <message>
        <source>Number of the layer in Darknet, from 0</source>
        <translation>Darknet 中的层编号，从 0 开始</translation>
    </message>
    <message>
        <source>Number of values in the weights file</source>
        <translation>权重文件中的数值个数</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Objectness</source>
        <translation>目标性</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Objects are listed of films: here nobody can go back to where one appeared</source>
        <translation>仅对视频文件列出目标：实时画面无法跳回目标出现的位置</translation>
    </message>
    <message>
        <source>Of a line: the other way. Of an area: left.</source>
        <translation>线：反方向。区域：离开。</translation>
    </message>
    <message>
        <source>Of a line: the way its arrow points. Of an area: entered.</source>
        <translation>线：箭头方向。区域：进入。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>One JSON object for each object that enters or leaves a region or crosses a line.</source>
        <translation>每当有对象进入或离开区域、或越过线时写入一个 JSON 对象。</translation>
    </message>
    <message>
        <source>One entry for each detection, for tools that measure accuracy.</source>
        <translation>每个检测一个条目，供评测精度的工具使用。</translation>
    </message>
    <message>
        <source>One line for each detection, in the det.txt format of the MOT challenge.</source>
        <translation>每个检测一行，采用 MOT challenge 的 det.txt 格式。</translation>
    </message>
    <message>
        <source>One object for each frame; the only format that can be opened again.</source>
        <translation>每帧一个对象；唯一可重新打开的格式。</translation>
    </message>
    <message>
        <source>One row for each detection, for Excel, Tableau, pandas.</source>
        <translation>每个检测一行，适用于 Excel、Tableau、pandas。</translation>
    </message>
    <message>
        <source>Only network streams ask for it.</source>
        <translation>只有网络流需要此项。</translation>
    </message>
    <message>
        <source>Only whole files are gone through beside the window.</source>
        <translation>只有整个文件才能在窗口之外处理。</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>仅 {name}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open a file, a folder, an address or the test card</source>
        <translation>打开文件、文件夹、地址或测试画面</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open a folder of images…</source>
        <translation>打开图像文件夹…</translation>
    </message>
    <message>
        <source>Open a network camera, a stream, or any other address</source>
        <translation>打开网络摄像头、视频流或其他地址</translation>
    </message>
    <message>
        <source>Open a video or a camera first.</source>
        <translation>请先打开视频或摄像头。</translation>
    </message>
    <message>
        <source>Open a video or image</source>
        <translation>打开视频或图像</translation>
    </message>
    <message>
        <source>Open a video or image…</source>
        <translation>打开视频或图像…</translation>
    </message>
    <message>
        <source>Open it also if its certificate cannot be verified</source>
        <translation>即使无法验证其证书也打开</translation>
    </message>
    <message>
        <source>Open network stream</source>
        <translation>打开网络流</translation>
    </message>
    <message>
        <source>Open network stream…</source>
        <translation>打开网络流…</translation>
    </message>
    <message>
        <source>Open stored results</source>
        <translation>打开已保存的结果</translation>
    </message>
    <message>
        <source>Open stored results…</source>
        <translation>打开已保存的结果…</translation>
    </message>
    <message>
        <source>Open the file, path or address that was copied elsewhere</source>
        <translation>打开在别处复制的文件、路径或地址</translation>
    </message>
    <message>
        <source>Open what was copied</source>
        <translation>打开复制的内容</translation>
    </message>
    <message>
        <source>Open {camera}</source>
        <translation>打开 {camera}</translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation>重新打开 {name}</translation>
    </message>
    <message>
        <source>Open {section}</source>
        <translation>打开“{section}”</translation>
    </message>
    <message>
        <source>Opened the first of {count} files; drop a folder to see all its images</source>
        <translation>已打开 {count} 个文件中的第一个；拖入文件夹可查看其中所有图像</translation>
    </message>
    <message>
        <source>Opening {source}…</source>
        <translation>正在打开 {source}…</translation>
    </message>
    <message>
        <source>Or drop a file or a folder anywhere on this window, or the .cfg and .weights of your own model. F1 shows the keys.</source>
        <translation>也可将文件、文件夹或自己模型的 .cfg 和 .weights 拖到此窗口。按 F1 显示快捷键。</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Output resolution</source>
        <translation>输出分辨率</translation>
    </message>
    <message>
        <source>Overlap (IoU)</source>
        <translation>重叠 (IoU)</translation>
    </message>
    <message>
        <source>PNG image</source>
        <translation>PNG 图像</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>调色板</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Parts, versions and licences</source>
        <translation>组成部分、版本和许可证</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password or token of {name}</source>
        <translation>{name} 的密码或令牌</translation>
    </message>
    <message>
        <source>Pastel</source>
        <translation>柔和</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause recording</source>
        <translation>暂停录制</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused at {progress}</source>
        <translation>暂停于 {progress}</translation>
    </message>
    <message>
        <source>Paused: {progress}</source>
        <translation>已暂停：{progress}</translation>
    </message>
    <message>
        <source>Pixels of the image that affect one cell of its output</source>
        <translation>影响一个输出单元的图像像素</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放 (空格)</translation>
    </message>
    <message>
        <source>Play a WAV file, or ring the bell of the terminal or the desktop.</source>
        <translation>播放 WAV 文件，或让终端或桌面响铃。</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>重新播放</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Play the file from the beginning (Space)</source>
        <translation>从头播放文件 (空格)</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Plays the file once from the start; otherwise saving starts now.</source>
        <translation>从头播放一遍文件；否则从现在开始保存。</translation>
    </message>
    <message>
        <source>Plug one in and it appears here.</source>
        <translation>接入摄像头后会显示在这里。</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>数值精度</translation>
    </message>
    <message>
        <source>Preparing {what}…</source>
        <translation>正在准备 {what}…</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Previous appearance</source>
        <translation>上一次出现</translation>
    </message>
    <message>
        <source>Previous event</source>
        <translation>上一个事件</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Previous frame (,)</source>
        <translation>上一帧 (,)</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Public model</source>
        <translation>公开模型</translation>
    </message>
    <message>
        <source>Publish the event as JSON on a topic of a broker.</source>
        <translation>将事件以 JSON 发布到代理服务器的主题。</translation>
    </message>
    <message>
        <source>Put a password or token into this system&apos;s keyring under this name</source>
        <translation>以此名称将密码或令牌存入本系统的密钥环</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>正在重新连接…</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Record the video to a file</source>
        <translation>将视频录制到文件</translation>
    </message>
    <message>
        <source>Record to a file (R)</source>
        <translation>录制到文件 (R)</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Recording did not start: {reason}</source>
        <translation>录制未开始：{reason}</translation>
    </message>
    <message>
        <source>Recording settings</source>
        <translation>录制设置</translation>
    </message>
    <message>
        <source>Recording settings…</source>
        <translation>录制设置…</translation>
    </message>
    <message>
        <source>Recording to {file}. Click to stop (R).</source>
        <translation>正在录制到 {file}。单击停止 (R)。</translation>
    </message>
    <message>
        <source>Recording, {time}</source>
        <translation>正在录制，{time}</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Rectangular input</source>
        <translation>矩形输入</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Remember user and password in this system&apos;s keyring</source>
        <translation>在系统密钥环中记住用户名和密码</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove it from the list; its files stay where they are (Delete)</source>
        <translation>从列表中移除；文件保留在原处 (Delete)</translation>
    </message>
    <message>
        <source>Remove this action</source>
        <translation>移除此操作</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Replay settings</source>
        <translation>回放设置</translation>
    </message>
    <message>
        <source>Replay settings…</source>
        <translation>回放设置…</translation>
    </message>
    <message>
        <source>Reset counts</source>
        <translation>重置计数</translation>
    </message>
    <message>
        <source>Reset {section}</source>
        <translation>重置“{section}”</translation>
    </message>
    <message>
        <source>Reset {section} to its defaults</source>
        <translation>将“{section}”重置为默认值</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Results table</source>
        <translation>结果表</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Right-click a class to show only that one.</source>
        <translation>右键单击某个类别可只显示它。</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Rule {number}</source>
        <translation>规则 {number}</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Same as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Sample clip</source>
        <translation>示例短片</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save a clip of what has just been shown; the first press begins to keep it</source>
        <translation>保存刚刚显示的画面片段；第一次按下时开始保留</translation>
    </message>
    <message>
        <source>Save a video from some seconds before the event to some after it.</source>
        <translation>保存事件前后数秒的视频。</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Save counts…</source>
        <translation>保存计数…</translation>
    </message>
    <message>
        <source>Save cut-out</source>
        <translation>保存截取部分</translation>
    </message>
    <message>
        <source>Save events…</source>
        <translation>保存事件…</translation>
    </message>
    <message>
        <source>Save image…</source>
        <translation>保存图像…</translation>
    </message>
    <message>
        <source>Save regions…</source>
        <translation>保存区域…</translation>
    </message>
    <message>
        <source>Save results</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <source>Save results…</source>
        <translation>保存结果…</translation>
    </message>
    <message>
        <source>Save snapshot as</source>
        <translation>快照另存为</translation>
    </message>
    <message>
        <source>Save snapshot as…</source>
        <translation>快照另存为…</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>保存表格…</translation>
    </message>
    <message>
        <source>Save the detections as tables for other programs</source>
        <translation>将检测保存为表格供其他程序使用</translation>
    </message>
    <message>
        <source>Save the image as PNG, with what was found in it as JSON.</source>
        <translation>将图像保存为 PNG，并将所检测到的内容保存为 JSON。</translation>
    </message>
    <message>
        <source>Save the last seconds</source>
        <translation>保存最近几秒</translation>
    </message>
    <message>
        <source>Save the last {seconds} seconds</source>
        <translation>保存最近 {seconds} 秒</translation>
    </message>
    <message>
        <source>Save this image, its boxes and a list of them in the Pictures folder</source>
        <translation>将此图像、检测框及其列表保存到图片文件夹</translation>
    </message>
    <message>
        <source>Save this part of the image, without boxes, in the Pictures folder</source>
        <translation>将图像的这一部分（不含方框）保存到“图片”文件夹</translation>
    </message>
    <message>
        <source>Save {seconds} s</source>
        <translation>保存 {seconds} 秒</translation>
    </message>
    <message>
        <source>Saved {what}</source>
        <translation>已保存 {what}</translation>
    </message>
    <message>
        <source>Saves from now on, until you stop it or close the source.</source>
        <translation>从现在开始保存，直到停止或关闭来源。</translation>
    </message>
    <message>
        <source>Saving results to {name}</source>
        <translation>正在将结果保存到 {name}</translation>
    </message>
    <message>
        <source>Saving {name}: preparing…</source>
        <translation>正在保存 {name}：准备中…</translation>
    </message>
    <message>
        <source>Saving {name}: {done} frames</source>
        <translation>正在保存 {name}：{done} 帧</translation>
    </message>
    <message>
        <source>Saving {name}: {done} of {total} frames</source>
        <translation>正在保存 {name}：{done} / {total} 帧</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Screen or window</source>
        <translation>屏幕或窗口</translation>
    </message>
    <message>
        <source>Screen {number}, {width} × {height}</source>
        <translation>屏幕 {number}，{width} × {height}</translation>
    </message>
    <message>
        <source>Search classes</source>
        <translation>搜索类别</translation>
    </message>
    <message>
        <source>Seconds after</source>
        <translation>之后的秒数</translation>
    </message>
    <message>
        <source>Seconds before</source>
        <translation>之前的秒数</translation>
    </message>
    <message>
        <source>Seconds between two times</source>
        <translation>两次之间的秒数</translation>
    </message>
    <message>
        <source>Seconds it stays</source>
        <translation>停留的秒数</translation>
    </message>
    <message>
        <source>Seconds to wait</source>
        <translation>等待秒数</translation>
    </message>
    <message>
        <source>See whether an image comes from there, without opening it</source>
        <translation>检查那里是否有图像，而不打开它</translation>
    </message>
    <message>
        <source>Select a line first.</source>
        <translation>请先选择一条线。</translation>
    </message>
    <message>
        <source>Select a model first</source>
        <translation>请先选择模型</translation>
    </message>
    <message>
        <source>Select a region first.</source>
        <translation>请先选择一个区域或线。</translation>
    </message>
    <message>
        <source>Select a rule first.</source>
        <translation>请先选择一条规则。</translation>
    </message>
    <message>
        <source>Select an area first.</source>
        <translation>请先选择一个区域。</translation>
    </message>
    <message>
        <source>Send the event as JSON to a web address.</source>
        <translation>将事件以 JSON 发送到网址。</translation>
    </message>
    <message>
        <source>Sending a test message…</source>
        <translation>正在发送测试消息…</translation>
    </message>
    <message>
        <source>Sends a test message now, and says what came of it</source>
        <translation>立即发送测试消息，并说明结果</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Settings: {path}</source>
        <translation>设置：{path}</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Show a notification of the desktop; without a window, write a line.</source>
        <translation>显示桌面通知；没有窗口时写一行。</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>显示所有类别</translation>
    </message>
    <message>
        <source>Show all detections so far, in a table and on a timeline</source>
        <translation>以表格和时间轴显示迄今所有检测</translation>
    </message>
    <message>
        <source>Show every class</source>
        <translation>显示所有类别</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show only these classes.</source>
        <translation>仅显示这些类别。</translation>
    </message>
    <message>
        <source>Show or save the detections</source>
        <translation>显示或保存检测</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>Show rules</source>
        <translation>显示规则</translation>
    </message>
    <message>
        <source>Show saved results on their video, with other thresholds</source>
        <translation>在视频上以其他阈值显示已保存的结果</translation>
    </message>
    <message>
        <source>Show the controls in full, or as a narrow strip</source>
        <translation>完整显示控制面板，或显示为窄条</translation>
    </message>
    <message>
        <source>Show the image mirrored; recordings stay as they are</source>
        <translation>镜像显示图像；录制不受影响</translation>
    </message>
    <message>
        <source>Show the mouse pointer</source>
        <translation>显示鼠标指针</translation>
    </message>
    <message>
        <source>Show the test card</source>
        <translation>显示测试画面</translation>
    </message>
    <message>
        <source>Show versions and licences</source>
        <translation>显示版本和许可证</translation>
    </message>
    <message>
        <source>Shown below the image</source>
        <translation>显示在图像下方</translation>
    </message>
    <message>
        <source>Side of the network&apos;s input in pixels for which it was made</source>
        <translation>该模型所针对的网络输入边长（像素）</translation>
    </message>
    <message>
        <source>Side of the network&apos;s input in pixels: a higher resolution finds smaller objects, but is slower. 0 picks the one at which the model is best; the window picks the best that keeps up.</source>
        <translation>网络输入的边长（像素）：分辨率越高，能找到的物体越小，但速度越慢。0 表示使用模型效果最好的分辨率；窗口会选择跟得上的最佳分辨率。</translation>
    </message>
    <message>
        <source>Side of the square that one pattern covers</source>
        <translation>卷积核的边长</translation>
    </message>
    <message>
        <source>Silence the film, or let it be heard</source>
        <translation>使影片静音或恢复声音</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Size of the file by</source>
        <translation>文件大小依据</translation>
    </message>
    <message>
        <source>Size of the weights file</source>
        <translation>权重文件大小</translation>
    </message>
    <message>
        <source>Skip frames</source>
        <translation>跳过帧</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减慢</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Snapshot without boxes</source>
        <translation>不带框的快照</translation>
    </message>
    <message>
        <source>Softer</source>
        <translation>减小音量</translation>
    </message>
    <message>
        <source>Some of its files are missing</source>
        <translation>缺少部分文件</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Sound of recordings and streams</source>
        <translation>录制和直播的声音</translation>
    </message>
    <message>
        <source>Sound…</source>
        <translation>声音…</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Source, level, gain and delay of the sound</source>
        <translation>声音的来源、电平、增益和延迟</translation>
    </message>
    <message>
        <source>Source, level, gain and delay of the sound of recordings and streams</source>
        <translation>录制和直播声音的来源、电平、增益和延迟</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>本机速度</translation>
    </message>
    <message>
        <source>Stage times</source>
        <translation>各阶段用时</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start or stop a recording.</source>
        <translation>开始或停止录制。</translation>
    </message>
    <message>
        <source>Start over at the end (L)</source>
        <translation>播完后从头开始 (L)</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>起始页</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop and discard the downloaded part</source>
        <translation>停止并丢弃已下载的部分</translation>
    </message>
    <message>
        <source>Stop following</source>
        <translation>停止跟随</translation>
    </message>
    <message>
        <source>Stop for now; the downloaded part is kept</source>
        <translation>暂时停止；保留已下载的部分</translation>
    </message>
    <message>
        <source>Stop opening (Esc)</source>
        <translation>停止打开 (Esc)</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Stop recording, {state}</source>
        <translation>停止录制，{state}</translation>
    </message>
    <message>
        <source>Stop saving results</source>
        <translation>停止保存结果</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stored results of {model}</source>
        <translation>{model} 的已保存结果</translation>
    </message>
    <message>
        <source>Stores every candidate above {score} in the JSON Lines file, so that the results can be opened again with another confidence or overlap.</source>
        <translation>在 JSON Lines 文件中保存所有高于 {score} 的候选框，以便用其他置信度或重叠重新打开结果。</translation>
    </message>
    <message>
        <source>Stream key</source>
        <translation>推流密钥</translation>
    </message>
    <message>
        <source>Stream what is shown to Twitch, YouTube or your own server</source>
        <translation>将显示的内容推流到 Twitch、YouTube 或自己的服务器</translation>
    </message>
    <message>
        <source>Streaming to {server}. Click to end it.</source>
        <translation>正在推流到 {server}。点击可结束。</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Switch tracking on: each object is listed here</source>
        <translation>打开跟踪后，每个目标都会列在这里</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Take the last change back (Ctrl+Z)</source>
        <translation>撤销上一次更改 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Takes as long as playing the file.</source>
        <translation>所需时间与播放文件相同。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Test card</source>
        <translation>测试画面</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>That of the source</source>
        <translation>来源自带的声音</translation>
    </message>
    <message>
        <source>The Videos folder</source>
        <translation>“视频”文件夹</translation>
    </message>
    <message>
        <source>The camera is lost: reconnecting</source>
        <translation>摄像头连接中断：正在重新连接</translation>
    </message>
    <message>
        <source>The encoders are being tried.</source>
        <translation>正在试用编码器。</translation>
    </message>
    <message>
        <source>The keyring keeps it as {name}</source>
        <translation>密钥环以 {name} 保存了它</translation>
    </message>
    <message>
        <source>The language changes at the next start of yolocam: what is being saved goes on</source>
        <translation>语言将在下次启动 yolocam 时切换：正在进行的保存会继续</translation>
    </message>
    <message>
        <source>The last one is being saved.</source>
        <translation>上一个正在保存。</translation>
    </message>
    <message>
        <source>The last snapshots are still being saved; try again in a moment.</source>
        <translation>之前的快照仍在保存；请稍后再试。</translation>
    </message>
    <message>
        <source>The last stream is being ended.</source>
        <translation>正在结束上一次直播。</translation>
    </message>
    <message>
        <source>The list appears in a moment.</source>
        <translation>列表即将显示。</translation>
    </message>
    <message>
        <source>The mean of its detections</source>
        <translation>其各次检测的平均值</translation>
    </message>
    <message>
        <source>The model is slower than this video, which therefore plays at {speed}</source>
        <translation>模型比视频慢，因此视频以 {speed} 的速度播放</translation>
    </message>
    <message>
        <source>The model is slower than this video: frames are skipped to keep its speed</source>
        <translation>模型比此视频慢：为保持播放速度，会跳过一些帧</translation>
    </message>
    <message>
        <source>The model is slower than this video: it really plays at the speed in brackets.</source>
        <translation>模型比视频慢：实际速度见括号内。</translation>
    </message>
    <message>
        <source>The model runs on {device} in {precision}.</source>
        <translation>模型在 {device} 上以 {precision} 运行。</translation>
    </message>
    <message>
        <source>The name ends in {ending}</source>
        <translation>文件名以 {ending} 结尾</translation>
    </message>
    <message>
        <source>The network that detects objects.</source>
        <translation>用于检测目标的网络。</translation>
    </message>
    <message>
        <source>The password could not be kept: this system has no keyring.</source>
        <translation>无法保存密码：此系统没有密钥环。</translation>
    </message>
    <message>
        <source>The recording is being saved</source>
        <translation>正在保存录制</translation>
    </message>
    <message>
        <source>The recording is starting</source>
        <translation>正在开始录制</translation>
    </message>
    <message>
        <source>The recording is starting; click to stop (R)</source>
        <translation>正在开始录制；单击停止 (R)</translation>
    </message>
    <message>
        <source>The rows of the CSV, smaller and typed.</source>
        <translation>与 CSV 的行相同，更小且带数据类型。</translation>
    </message>
    <message>
        <source>The sample clip is not part of this installation</source>
        <translation>此安装不包含示例短片</translation>
    </message>
    <message>
        <source>The score is part of the label, and labels are off.</source>
        <translation>分数是标签的一部分，而标签已关闭。</translation>
    </message>
    <message>
        <source>The settings were damaged: what made no sense is as at first; the old file is {file}</source>
        <translation>设置已损坏：无法识别的内容已恢复为初始值；旧文件为 {file}</translation>
    </message>
    <message>
        <source>The size of the file is set by the bitrate.</source>
        <translation>文件大小由比特率决定。</translation>
    </message>
    <message>
        <source>The size of the file is set by the quality.</source>
        <translation>文件大小由质量决定。</translation>
    </message>
    <message>
        <source>The stream is being started.</source>
        <translation>正在开始直播。</translation>
    </message>
    <message>
        <source>The stream is lost: reconnecting</source>
        <translation>视频流连接中断：正在重新连接</translation>
    </message>
    <message>
        <source>The stream key could not be kept: this system has no keyring.</source>
        <translation>无法保存推流密钥：此系统没有密钥环。</translation>
    </message>
    <message>
        <source>The test message is on its way.</source>
        <translation>测试消息正在发送。</translation>
    </message>
    <message>
        <source>The usual microphone</source>
        <translation>默认麦克风</translation>
    </message>
    <message>
        <source>The video or camera image with its detections</source>
        <translation>带检测结果的视频或摄像头图像</translation>
    </message>
    <message>
        <source>The weights of {model}</source>
        <translation>{model} 的权重</translation>
    </message>
    <message>
        <source>The whole file, from its beginning</source>
        <translation>整个文件，从头开始</translation>
    </message>
    <message>
        <source>The whole screen is captured.</source>
        <translation>将捕获整个屏幕。</translation>
    </message>
    <message>
        <source>The window can be used meanwhile; a bar below the image shows how far it is.</source>
        <translation>期间可以继续使用窗口；图像下方的进度条显示进度。</translation>
    </message>
    <message>
        <source>There is a region called {name} already</source>
        <translation>已有名为 {name} 的区域</translation>
    </message>
    <message>
        <source>There is no download for it</source>
        <translation>没有可用的下载</translation>
    </message>
    <message>
        <source>There is no film or stream with sound.</source>
        <translation>没有带声音的影片或视频流。</translation>
    </message>
    <message>
        <source>There is no image yet.</source>
        <translation>还没有图像。</translation>
    </message>
    <message>
        <source>There is no line or area yet.</source>
        <translation>还没有线或区域。</translation>
    </message>
    <message>
        <source>There is no rule yet.</source>
        <translation>还没有规则。</translation>
    </message>
    <message>
        <source>These results are stored in {file}: no model runs.</source>
        <translation>这些结果保存在 {file} 中：没有模型运行。</translation>
    </message>
    <message>
        <source>They are compressed all the time, which takes some of the processor.</source>
        <translation>画面会持续压缩，这会占用部分处理器。</translation>
    </message>
    <message>
        <source>This address has no certificate.</source>
        <translation>此地址没有证书。</translation>
    </message>
    <message>
        <source>This model is in use</source>
        <translation>此模型正在使用</translation>
    </message>
    <message>
        <source>This model is in use: use another one first</source>
        <translation>此模型正在使用：请先改用其他模型</translation>
    </message>
    <message>
        <source>This source</source>
        <translation>此来源</translation>
    </message>
    <message>
        <source>This source: {name}</source>
        <translation>此来源：{name}</translation>
    </message>
    <message>
        <source>This works only where a file is open.</source>
        <translation>仅在打开文件时可用。</translation>
    </message>
    <message>
        <source>Threshold on</source>
        <translation>阈值对象</translation>
    </message>
    <message>
        <source>Tick the box to switch a rule on</source>
        <translation>勾选方框以启用规则</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Time left on this disk: about {duration}</source>
        <translation>此磁盘剩余时间：约 {duration}</translation>
    </message>
    <message>
        <source>Time the model takes for one frame.</source>
        <translation>模型处理一帧的时间。</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Timeline of what was found</source>
        <translation>检测结果的时间轴</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Track objects</source>
        <translation>跟踪目标</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>轨迹 {number}</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>跟踪器</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Tracking and regions</source>
        <translation>跟踪与区域</translation>
    </message>
    <message>
        <source>Trails</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Try again; the downloaded part is kept</source>
        <translation>重试；保留已下载的部分</translation>
    </message>
    <message>
        <source>Try the sample clip</source>
        <translation>试用示例短片</translation>
    </message>
    <message>
        <source>Trying the encoders…</source>
        <translation>正在测试编码器…</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>Tutorial</source>
        <translation>教程</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>Type an address first.</source>
        <translation>请先输入地址。</translation>
    </message>
    <message>
        <source>Type its name first.</source>
        <translation>请先输入其名称。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Unexpected error ({error}); yolocam goes on.</source>
        <translation>意外错误（{error}）；yolocam 继续运行。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use a camera</source>
        <translation>使用摄像头</translation>
    </message>
    <message>
        <source>Use a screen, or a part of it that you drag over, as the source</source>
        <translation>使用一个屏幕或拖动选出的部分作为来源</translation>
    </message>
    <message>
        <source>Use an input of the frame&apos;s shape instead of a square with grey bars: a quarter faster at 4:3, two fifths at 16:9, with nearly the same detections.</source>
        <translation>使用与帧形状相同的输入，而不是带灰边的正方形：4:3 时快四分之一，16:9 时快五分之二，检测结果几乎相同。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use that cfg</source>
        <translation>使用该 cfg</translation>
    </message>
    <message>
        <source>Use the thresholds of other programs, to compare results.</source>
        <translation>使用其他程序的阈值以比较结果。</translation>
    </message>
    <message>
        <source>Use this model (Enter)</source>
        <translation>使用此模型 (Enter)</translation>
    </message>
    <message>
        <source>Use {model}</source>
        <translation>使用 {model}</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Video is running</source>
        <translation>正在播放视频</translation>
    </message>
    <message>
        <source>Videos and images</source>
        <translation>视频和图像</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Vivid</source>
        <translation>鲜艳</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Volume (Up, Down)</source>
        <translation>音量（上、下方向键）</translation>
    </message>
    <message>
        <source>Waiting for an image…</source>
        <translation>正在等待图像…</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Weights: {count} bytes expected</source>
        <translation>权重：应为 {count} 字节</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What a press of the button would save now</source>
        <translation>此刻按下按钮会保存的内容</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>What is being prepared</source>
        <translation>正在准备的内容</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>执行的操作</translation>
    </message>
    <message>
        <source>What is live cannot go back: save a clip or a snapshot</source>
        <translation>实时来源无法回退：请保存片段或快照</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>动作</translation>
    </message>
    <message>
        <source>What lies under the pointer</source>
        <translation>指针下的内容</translation>
    </message>
    <message>
        <source>What runs the network: auto takes what is best on the device.</source>
        <translation>运行网络的引擎；“自动”使用最适合该设备的引擎。</translation>
    </message>
    <message>
        <source>What the area is for</source>
        <translation>区域的用途</translation>
    </message>
    <message>
        <source>What the confidence is compared with: the score (objectness times class probability, as in Darknet) or the objectness alone (as in the tutorials).</source>
        <translation>置信度的比较对象：分数（目标性乘以类别概率，与 Darknet 相同）或仅目标性（与教程相同）。</translation>
    </message>
    <message>
        <source>What the rules have noticed</source>
        <translation>规则发现的内容</translation>
    </message>
    <message>
        <source>What the selected area is for</source>
        <translation>所选区域的用途</translation>
    </message>
    <message>
        <source>What this machine can do</source>
        <translation>本机能力</translation>
    </message>
    <message>
        <source>What to record</source>
        <translation>录制内容</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检测结果</translation>
    </message>
    <message>
        <source>What was opened last</source>
        <translation>最近打开的内容</translation>
    </message>
    <message>
        <source>What would you like to look at?</source>
        <translation>想看什么？</translation>
    </message>
    <message>
        <source>When</source>
        <translation>当</translation>
    </message>
    <message>
        <source>When and what</source>
        <translation>条件与操作</translation>
    </message>
    <message>
        <source>When more than {count} of {what} are in {place}</source>
        <translation>当“{place}”中有超过 {count} 个 {what} 时</translation>
    </message>
    <message>
        <source>When {what} appears in {place}</source>
        <translation>当 {what} 出现在“{place}”时</translation>
    </message>
    <message>
        <source>When {what} crosses {place}</source>
        <translation>当 {what} 越过“{place}”时</translation>
    </message>
    <message>
        <source>When {what} crosses {place}, {direction}</source>
        <translation>当 {what} 越过“{place}”（{direction}）时</translation>
    </message>
    <message>
        <source>When {what} leaves {place}</source>
        <translation>当 {what} 离开“{place}”时</translation>
    </message>
    <message>
        <source>When {what} stays {seconds} s in {place}</source>
        <translation>当 {what} 在“{place}”停留 {seconds} 秒时</translation>
    </message>
    <message>
        <source>Where each class was found</source>
        <translation>每个类别出现的位置</translation>
    </message>
    <message>
        <source>Where so many seconds need more than this, fewer are kept</source>
        <translation>如果所需内存超出上限，则保留较短的时间</translation>
    </message>
    <message>
        <source>Where the network runs; auto uses a GPU if there is one.</source>
        <translation>网络在何处运行；“自动”在有 GPU 时使用 GPU。</translation>
    </message>
    <message>
        <source>Where the secret is</source>
        <translation>机密所在</translation>
    </message>
    <message>
        <source>Whether the model is ready to use</source>
        <translation>模型是否可用</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>完整图像</translation>
    </message>
    <message>
        <source>Width of the box lines in pixels; 0 fits it to the image.</source>
        <translation>检测框线宽（像素）；0 表示与图像匹配。</translation>
    </message>
    <message>
        <source>Width, height and channels of its output</source>
        <translation>输出的宽度、高度和通道数</translation>
    </message>
    <message>
        <source>With boxes</source>
        <translation>带检测框</translation>
    </message>
    <message>
        <source>Without boxes</source>
        <translation>不带检测框</translation>
    </message>
    <message>
        <source>Work for one image, in billions of operations</source>
        <translation>处理一张图像的运算量（十亿次）</translation>
    </message>
    <message>
        <source>Write a line, or append it to a file.</source>
        <translation>写一行，或追加到文件。</translation>
    </message>
    <message>
        <source>Write the class name on each box.</source>
        <translation>在每个框上写出类别名称。</translation>
    </message>
    <message>
        <source>Write the frames per second on the image.</source>
        <translation>在图像上写出每秒帧数。</translation>
    </message>
    <message>
        <source>Write the score after the class name.</source>
        <translation>在类别名称后写出分数。</translation>
    </message>
    <message>
        <source>Your own model</source>
        <translation>自己的模型</translation>
    </message>
    <message>
        <source>Your own models are not downloaded</source>
        <translation>自己的模型无需下载</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom in, and keep this object in the middle</source>
        <translation>放大，并使此对象保持在中间</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>about {number} fps</source>
        <translation>约 {number} fps</translation>
    </message>
    <message>
        <source>about {number} fps here</source>
        <translation>在本机约 {number} fps</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>and at most once in</source>
        <translation>且至多每隔</translation>
    </message>
    <message>
        <source>anything</source>
        <translation>任何对象</translation>
    </message>
    <message>
        <source>appears in</source>
        <translation>出现在</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>capture</source>
        <translation>采集</translation>
    </message>
    <message>
        <source>cfg line</source>
        <translation>cfg 行号</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>彩色</translation>
    </message>
    <message>
        <source>crosses</source>
        <translation>越过</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>either way</source>
        <translation>任一方向</translation>
    </message>
    <message>
        <source>format {version}</source>
        <translation>格式 {version}</translation>
    </message>
    <message>
        <source>fps</source>
        <translation>fps</translation>
    </message>
    <message>
        <source>frame {number} / {count}</source>
        <translation>第 {number} / {count} 帧</translation>
    </message>
    <message>
        <source>greyscale</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>in</source>
        <translation>个，在</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>last frame {seconds} s ago</source>
        <translation>最后一帧在 {seconds} 秒前</translation>
    </message>
    <message>
        <source>latency {number} ms</source>
        <translation>延迟 {number} ms</translation>
    </message>
    <message>
        <source>leaves</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>left, top, width, height</source>
        <translation>左, 上, 宽, 高</translation>
    </message>
    <message>
        <source>licence: {licence}</source>
        <translation>许可证：{licence}</translation>
    </message>
    <message>
        <source>live skips frames to keep up, every processes all of them, auto is live for cameras and every for files; of a film that the window only shows, auto skips what the model is too slow for.</source>
        <translation>“实时”会跳帧以跟上速度，“每一帧”处理所有帧，“自动”对摄像头为实时、对文件为每一帧；对于窗口只是播放的影片，“自动”会跳过模型来不及处理的帧。</translation>
    </message>
    <message>
        <source>made for {size}×{size} pixels</source>
        <translation>适用于 {size}×{size} 像素</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>network {number} ms</source>
        <translation>网络 {number} ms</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>numbers more than</source>
        <translation>多于</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>postprocess</source>
        <translation>后处理</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>rtmp://server/live</source>
        <translation>rtmp://server/live</translation>
    </message>
    <message>
        <source>rtsp://camera/stream</source>
        <translation>rtsp://camera/stream</translation>
    </message>
    <message>
        <source>screen {number} fps</source>
        <translation>显示 {number} fps</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒一次</translation>
    </message>
    <message>
        <source>seconds in</source>
        <translation>秒，在</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>无声</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>停留</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>整个图像</translation>
    </message>
    <message>
        <source>the stream key is missing, the page of your channel shows it</source>
        <translation>缺少推流密钥，你的频道页面上有</translation>
    </message>
    <message>
        <source>the way in</source>
        <translation>进入方向</translation>
    </message>
    <message>
        <source>the way out</source>
        <translation>离开方向</translation>
    </message>
    <message>
        <source>the whole image</source>
        <translation>整个图像</translation>
    </message>
    <message>
        <source>then</source>
        <translation>则</translation>
    </message>
    <message>
        <source>too loud</source>
        <translation>过响</translation>
    </message>
    <message>
        <source>trained on {count} images</source>
        <translation>用 {count} 张图像训练</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>with a confidence of at least</source>
        <translation>置信度至少为</translation>
    </message>
    <message>
        <source>yolocam itself is under the MIT licence. The FFmpeg inside PyAV holds x264 and x265, which are under the GPL, version 2 or later.</source>
        <translation>yolocam 本身采用 MIT 许可证。PyAV 中的 FFmpeg 包含 x264 和 x265，它们采用 GPL 第 2 版或更高版本。</translation>
    </message>
    <message>
        <source>{action} (Space)</source>
        <translation>{action} (空格)</translation>
    </message>
    <message>
        <source>{amount}/s</source>
        <translation>{amount}/秒</translation>
    </message>
    <message>
        <source>{capture} because the model was busy, {display} because the window was busy, {record} because the recording was busy.</source>
        <translation>{capture} 帧因模型繁忙，{display} 帧因窗口繁忙，{record} 帧因录制繁忙。</translation>
    </message>
    <message>
        <source>{chosen}, now {served}</source>
        <translation>{chosen}，现为 {served}</translation>
    </message>
    <message>
        <source>{condition}, at most once in {seconds} s</source>
        <translation>{condition}，至多每 {seconds} 秒一次</translation>
    </message>
    <message>
        <source>{condition}, confidence at least {confidence}</source>
        <translation>{condition}，置信度至少 {confidence}</translation>
    </message>
    <message>
        <source>{condition}: {actions}</source>
        <translation>{condition}：{actions}</translation>
    </message>
    <message>
        <source>{count} GFLOPs</source>
        <translation>{count} GFLOPs</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} 个框</translation>
    </message>
    <message>
        <source>{count} bytes found</source>
        <translation>实为 {count} 字节</translation>
    </message>
    <message>
        <source>{count} channels</source>
        <translation>{count} 通道</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>{date} and {time} are replaced</source>
        <translation>{date} 和 {time} 会被替换</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>剩余 {duration}</translation>
    </message>
    <message>
        <source>{encoder} encodes {fps} images per second here</source>
        <translation>{encoder} 在本机每秒可编码 {fps} 帧</translation>
    </message>
    <message numerus="yes">
        <source>{files}, results of %n frames</source>
        <comment>{files}, results of 1 frame</comment>
        <translation>
            <numerusform>{files}，%n 帧的结果</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} does not fit the cfg of {model}</source>
        <translation>{file} 与 {model} 的 cfg 不匹配</translation>
    </message>
    <message>
        <source>{file} exists already</source>
        <translation>{file} 已存在</translation>
    </message>
    <message>
        <source>{file} fits the cfg of {model}, which is included</source>
        <translation>{file} 与自带的 {model} 的 cfg 相符</translation>
    </message>
    <message>
        <source>{file} fits {model}, but its checksum is not the published one: trained anew, or damaged</source>
        <translation>{file} 与 {model} 匹配，但校验和与发布的不同：重新训练过或已损坏</translation>
    </message>
    <message>
        <source>{file} has {length} bytes, but the weights of {model} have {expected}</source>
        <translation>{file} 有 {length} 字节，而 {model} 的权重有 {expected} 字节</translation>
    </message>
    <message>
        <source>{file} holds nothing below {score}.</source>
        <translation>{file} 中没有低于 {score} 的内容。</translation>
    </message>
    <message>
        <source>{file} holds only the boxes that were shown, so the overlap is fixed.</source>
        <translation>{file} 只包含显示过的框，因此重叠已固定。</translation>
    </message>
    <message>
        <source>{file} holds the weights of {other}, not those of {model}</source>
        <translation>{file} 是 {other} 的权重，而不是 {model} 的</translation>
    </message>
    <message>
        <source>{model} can be used, but see the warnings</source>
        <translation>{model} 可以使用，但请查看警告</translation>
    </message>
    <message>
        <source>{model} can be used: its files fit together</source>
        <translation>{model} 可以使用：文件相互匹配</translation>
    </message>
    <message>
        <source>{model} cannot be used: its files do not fit together</source>
        <translation>{model} 无法使用：文件不匹配</translation>
    </message>
    <message>
        <source>{model} detects {classes}: {names}.</source>
        <translation>{model} 可检测 {classes}：{names}。</translation>
    </message>
    <message>
        <source>{model} finds more: about {fps} frames per second on this computer.</source>
        <translation>{model} 检出更多：在本机约每秒 {fps} 帧。</translation>
    </message>
    <message>
        <source>{model} finds more: accuracy {ap50}, about {fps} frames per second on this computer.</source>
        <translation>{model} 检出更多：精度 {ap50}，在本机约每秒 {fps} 帧。</translation>
    </message>
    <message>
        <source>{model} has an input of {size} pixels.</source>
        <translation>{model} 的输入为 {size} 像素。</translation>
    </message>
    <message>
        <source>{model} has been downloaded</source>
        <translation>{model} 已下载</translation>
    </message>
    <message>
        <source>{model} is already in the list</source>
        <translation>{model} 已在列表中</translation>
    </message>
    <message>
        <source>{model} is ready.</source>
        <translation>{model} 已就绪。</translation>
    </message>
    <message>
        <source>{model} is ready: length and checksum of its weights are right</source>
        <translation>{model} 已就绪：权重的长度与校验和正确</translation>
    </message>
    <message>
        <source>{model} was deleted from this computer</source>
        <translation>已从本机删除 {model}</translation>
    </message>
    <message>
        <source>{model} was not added: its files do not fit together</source>
        <translation>未添加 {model}：文件不匹配</translation>
    </message>
    <message>
        <source>{model} was removed from the list; its files stay where they are</source>
        <translation>已从列表中移除 {model}；文件保留在原处</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等另外 {count} 个</translation>
    </message>
    <message>
        <source>{name}, found at {time}</source>
        <translation>{name}，出现于 {time}</translation>
    </message>
    <message>
        <source>{name}, hidden, {count} in the image</source>
        <translation>{name}，已隐藏，图像中有 {count} 个</translation>
    </message>
    <message>
        <source>{name}, not found at {time}</source>
        <translation>{name}，在 {time} 未出现</translation>
    </message>
    <message>
        <source>{name}, shown, {count} in the image</source>
        <translation>{name}，已显示，图像中有 {count} 个</translation>
    </message>
    <message>
        <source>{name}: {size} pixels, {rate}.</source>
        <translation>{name}：{size} 像素，{rate}。</translation>
    </message>
    <message>
        <source>{name}: {size} pixels.</source>
        <translation>{name}：{size} 像素。</translation>
    </message>
    <message>
        <source>{number} auto</source>
        <translation>{number} 自动</translation>
    </message>
    <message>
        <source>{number} days</source>
        <translation>{number} 天</translation>
    </message>
    <message>
        <source>{number} fps</source>
        <translation>{number} fps</translation>
    </message>
    <message>
        <source>{number} hours</source>
        <translation>{number} 小时</translation>
    </message>
    <message>
        <source>{number} minutes</source>
        <translation>{number} 分钟</translation>
    </message>
    <message>
        <source>{number} seconds</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>{position} of {length}</source>
        <translation>{position} / {length}</translation>
    </message>
    <message>
        <source>{receiver} has taken the test message</source>
        <translation>{receiver} 已接收测试消息</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{section} is at its defaults</source>
        <translation>“{section}”已是默认值</translation>
    </message>
    <message>
        <source>{section} section</source>
        <translation>“{section}”部分</translation>
    </message>
    <message>
        <source>{shown} of {total} shown</source>
        <translation>显示 {total} 个中的 {shown} 个</translation>
    </message>
    <message>
        <source>{size} pixels</source>
        <translation>{size} 像素</translation>
    </message>
    <message>
        <source>{text}; it will be used as soon as it is ready</source>
        <translation>{text}；就绪后立即使用</translation>
    </message>
    <message>
        <source>{title}, curves of the last minute</source>
        <translation>{title}，最近一分钟的曲线</translation>
    </message>
    <message>
        <source>{type} ({count} groups)</source>
        <translation>{type}（{count} 组）</translation>
    </message>
    <message>
        <source>{width} × {height} pixels at {x}, {y}</source>
        <translation>{width} × {height} 像素，位于 {x}, {y}</translation>
    </message>
    <message>
        <source>“{text}” was not taken: expected a number from {low} to {high}, or 35%.</source>
        <translation>“{text}”未被采用：应为 {low} 到 {high} 之间的数，或 35%。</translation>
    </message>
    <message>
        <source>“{text}” was not taken: expected a number from {low} to {high}.</source>
        <translation>“{text}”未被采用：应为 {low} 到 {high} 之间的数。</translation>
    </message>
</context>
</TS>
